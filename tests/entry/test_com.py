"""The COM program's shell, over a stand-in for pywin32: registered, answering, ending by itself."""

import sys
from types import SimpleNamespace

import pytest

from gouvernail import __version__
from gouvernail.entry.com import CLASS, CLSID, Application, options, serve


class Windows:
    """What pywin32 was asked, in order; time passes by one minute at each turn of the message loop."""

    def __init__(self, quit_after: int = 10_000) -> None:
        self.calls: list[tuple] = []
        self.minutes, self.turns, self.quit_after = 0.0, 0, quit_after
        self.on_turn = lambda turn: None

    def clock(self) -> float:
        return self.minutes * 60

    def wait(self, *given) -> None:
        self.turns += 1
        self.minutes += 1
        self.on_turn(self.turns)

    def __getattr__(self, name):
        return lambda *given: self.calls.append((name, *given)) or 77

    def modules(self) -> dict:
        pythoncom = SimpleNamespace(
            REGCLS_MULTIPLEUSE=1, REGCLS_SUSPENDED=4, CLSCTX_LOCAL_SERVER=4,
            MakePyFactory=lambda clsid: ("factory", clsid),
            CoRegisterClassObject=self.CoRegisterClassObject,
            CoResumeClassObjects=self.CoResumeClassObjects,
            CoRevokeClassObject=self.CoRevokeClassObject,
            CoUninitialize=self.CoUninitialize,
            PumpWaitingMessages=lambda: self.turns >= self.quit_after,
        )  # fmt: skip
        return {
            "pythoncom": pythoncom,
            "pywintypes": SimpleNamespace(IID=lambda text: text),
            "win32event": SimpleNamespace(MsgWaitForMultipleObjects=self.wait, QS_ALLEVENTS=1279),
        }


class Presser:
    """Keeps what it was asked, and answers."""

    def __init__(self, answer: str = "") -> None:
        self.answer, self.pressed = answer, []

    def press(self, *given) -> str:
        self.pressed.append(given)
        return self.answer


@pytest.fixture
def windows(monkeypatch):
    def make(**how):
        stand_in = Windows(**how)
        for name, module in stand_in.modules().items():
            monkeypatch.setitem(sys.modules, name, module)
        monkeypatch.setattr("gouvernail.entry.com.monotonic", stand_in.clock)
        return stand_in

    return make


def test_it_is_offered_to_windows_and_taken_back(windows):
    """Registered as a local server that may serve many, resumed, and revoked at the end."""
    stand_in = windows()
    serve(Presser(), 5, stand_in.clock)
    assert stand_in.calls == [
        ("CoRegisterClassObject", CLSID, ("factory", CLSID), 4, 5),
        ("CoResumeClassObjects",),
        ("CoRevokeClassObject", 77),
        ("CoUninitialize",),
    ]


def test_it_ends_by_itself_after_a_while_without_a_click(windows):
    """Five minutes asked for, five waited."""
    stand_in = windows()
    serve(Presser(), 5, stand_in.clock)
    assert stand_in.minutes == 5


def test_a_click_keeps_it_warm(windows):
    """A click in the third minute: the wait begins anew."""
    stand_in = windows()
    stand_in.on_turn = lambda turn: Application().Press("gaps", 1, "b.xlsx") if turn == 3 else None
    serve(Presser(), 5, stand_in.clock)
    assert stand_in.minutes == 8


def test_it_ends_when_windows_asks(windows):
    """The user's session closes."""
    stand_in = windows(quit_after=2)
    serve(Presser(), 5, stand_in.clock)
    assert stand_in.turns == 2
    assert stand_in.calls[-2:] == [("CoRevokeClassObject", 77), ("CoUninitialize",)]


def test_it_is_taken_back_even_after_a_failure(windows):
    """Nothing stays registered behind a program that broke."""
    stand_in = windows()
    stand_in.on_turn = lambda turn: 1 / 0
    with pytest.raises(ZeroDivisionError):
        serve(Presser(), 5, stand_in.clock)
    assert stand_in.calls[-2:] == [("CoRevokeClassObject", 77), ("CoUninitialize",)]


def test_press_takes_what_visual_basic_gives(monkeypatch):
    """A window handle arrives as a whole number, sometimes as a floating one."""
    presser = Presser()
    monkeypatch.setattr(Application, "presser", presser, raising=False)
    assert Application().Press("overdue", 4660.0, "Q1=Q2.xlsx") == ""
    assert presser.pressed == [("overdue", 4660, "Q1=Q2.xlsx")]


def test_the_answer_fits_visual_basics_message_box(monkeypatch):
    """Its text is of one byte a letter: narrow spaces and a typographic minus become what it can show."""
    monkeypatch.setattr(Application, "presser", Presser("« Écarts » : −1,8\u202fpt → cœur"), raising=False)
    said = Application().Press("gaps", 1, "b.xlsx")
    assert said == "« Écarts » : -1,8\u00a0pt -> cœur"
    assert said.encode("cp1252")


def test_every_sentence_of_the_ribbon_fits_that_box():
    """All that the program says after a click can be written in a western Windows' letters."""
    from gouvernail.entry.com import _OUTSIDE_ANSI
    from gouvernail.words.catalogue import Catalogue

    for language in ("fr", "en"):
        for said in Catalogue(language).forms("ribbon.press").values():
            for text in said.values() if isinstance(said, dict) else [said]:
                assert text.translate(_OUTSIDE_ANSI).encode("cp1252")


def test_version_and_public_methods():
    """The two names that Visual Basic may call, and no other."""
    assert Application().Version() == __version__
    assert set(Application._public_methods_) == {"Press", "Version"}
    assert f"{Application.__module__}.{Application.__qualname__}" == CLASS


def test_windows_own_argument_is_no_obstacle():
    """Windows adds `-Embedding` to the command line that was registered."""
    assert options(["--language", "en", "--warm-minutes", "2.5", "-Embedding"]) == ("en", 2.5)
    assert options(["-Embedding"]) == ("fr", 30.0)
