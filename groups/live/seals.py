"""The numbers of events as pages hold them: sealed, for their gaps would tell what is kept back."""

from cryptography.fernet import InvalidToken

from accounts.sealing import seal

PURPOSE = "groups.live"


def sealed(reading_pk: int, number: int) -> str:
    """A number of this reading; the same is sealed differently each time."""
    return seal(PURPOSE).encrypt(f"{reading_pk}:{number}".encode()).decode()


def opened(token: str, reading_pk: int) -> int | None:
    """The number that was sealed for this reading; None for anything else."""
    try:
        reading, number = seal(PURPOSE).decrypt(token.encode()).decode().split(":")
    except (InvalidToken, ValueError):
        return None
    return int(number) if int(reading) == reading_pk else None
