"""Letters: the mail that the site writes.

In a task, say `with spoken_to(user): send(Letter(subject=…, words=[…]), to=user.email)`: the letter
is made in the recipient's language and goes out now, or the task is tried again later.

In a page, say `post(to, subject, text, html)`: finished words go into the queue with the
transaction, and out by the worker. `post_account` does so for the letters of signing in.
"""

from accounts.letters.account import owner_of, post_account
from accounts.letters.addresses import choice_url
from accounts.letters.erasure import tell_of_erasure
from accounts.letters.letter import (
    Letter,
    Linked,
    Quoted,
    absolute,
    named,
    reaches,
    send,
    spoken_in,
    spoken_to,
)
from accounts.letters.news import tell_at_once, tell_of_day
from accounts.letters.post import post
from accounts.letters.stopping import reader_by, stop_url

__all__ = [
    "Letter",
    "Linked",
    "Quoted",
    "absolute",
    "choice_url",
    "named",
    "owner_of",
    "post",
    "post_account",
    "reaches",
    "reader_by",
    "send",
    "spoken_in",
    "spoken_to",
    "stop_url",
    "tell_at_once",
    "tell_of_day",
    "tell_of_erasure",
]
