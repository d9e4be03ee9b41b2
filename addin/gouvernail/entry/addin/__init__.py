"""The add-in file: how the text in `macros/` becomes the `.xlam` that Excel loads.

Building needs a checkout of the project and pyOpenVBA; the wheel carries the built files, byte for byte those that a
fresh build gives (docs/adr/0020-the-add-in-file.md).
"""
