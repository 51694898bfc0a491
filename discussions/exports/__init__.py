"""What a person has said, answered with a sign and reported, for the export of what is theirs."""

from discussions.exports.difficulties import my_calls, my_difficulties
from discussions.exports.responses import (
    my_followings,
    my_helps,
    my_put_off,
    my_reactions,
    my_reports,
)
from discussions.exports.words import my_comment_drafts, my_comments, my_earlier_words

SECTIONS = [
    my_comments,
    my_earlier_words,
    my_reactions,
    my_helps,
    my_followings,
    my_comment_drafts,
    my_put_off,
    my_difficulties,
    my_calls,
    my_reports,
]
