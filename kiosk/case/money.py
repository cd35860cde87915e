"""Amounts as people read them. Inside the program they are whole 分."""


def yuan(fen: int) -> str:
    """2000 is "20", 2050 is "20.50"."""
    whole, cents = divmod(fen, 100)
    return f"{whole}.{cents:02d}" if cents else f"{whole}"
