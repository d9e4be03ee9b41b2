"""Freeze the semester of the example again, in every language, when its figures have changed; `build.py` comes after.

python workbook/freeze.py
"""

from gouvernail.flows.example import freezes
from gouvernail.flows.example.freezing import freeze_semester
from gouvernail.words.catalogue import LANGUAGES

if __name__ == "__main__":
    for language in LANGUAGES:
        freezes.write(freeze_semester(language), language)
        print(f"{freezes.FOLDER / language}")
