"""The live channel of a reading: pages that are open on it are told that there is something new.

An event is a nudge. It says where to look and is given to those only who may know of it at that
moment; the page then asks for what it shows as its own reader. So what is missed is mended by the
next event, and by looking again.
"""

from groups.live.nudges import audiences, news_since
from groups.live.telling import tell

__all__ = ["audiences", "news_since", "tell"]
