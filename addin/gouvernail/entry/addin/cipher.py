"""The three values by which a VBA project says that it is neither locked nor hidden, tied to its identity.

Excel shows a project as locked when they do not decrypt with the identity beside them.

Source: MS-OVBA §2.3.1.15 to §2.3.1.17 and §2.4.3.2.
"""

_VERSION = 2
_SEEDS = {"CMG": 0x10, "DPB": 0x20, "GC": 0x40}
_STATES = {"CMG": bytes(4), "DPB": bytes(1), "GC": b"\xff"}


def protection(identity: str) -> dict[str, str]:
    """No protection, no password, visible: the values of CMG, DPB and GC for a project's identity.

    Args:
        identity: the project's identity with its braces, as its PROJECT stream writes it.

    Returns:
        The three values in hexadecimal; always the same for one identity, since the seeds are fixed.
    """
    return {key: _encrypted(state, identity, _SEEDS[key]).hex().upper() for key, state in _STATES.items()}


def _encrypted(data: bytes, identity: str, seed: int) -> bytes:
    key = sum(identity.encode("ascii")) & 0xFF
    done = [seed, seed ^ _VERSION, seed ^ key]
    plain = key
    filler = bytes((seed & 6) // 2)
    for byte in filler + len(data).to_bytes(4, "little") + data:
        done.append(byte ^ (done[-2] + plain & 0xFF))
        plain = byte
    return bytes(done)
