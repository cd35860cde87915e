"""The codes on a card, in words; the code itself is what is kept and sent.

Ethnic codes 57 to 96 are used differently by the makers of readers, so they are shown as "other"
with their code and never guessed at.
"""

from config.words import Words


def sex_in_words(words: Words, code: str) -> str:
    """Of a code of GB/T 2261.1; one that it does not have is not known either."""
    return words(f"sex.{code}") if words.has(f"sex.{code}") else words("sex.0")


def ethnic_in_words(words: Words, code: str) -> str:
    """Of a two-digit code of GB/T 3304-1991."""
    return words(f"ethnic.{code}" if words.has(f"ethnic.{code}") else "ethnic.other", code=code)
