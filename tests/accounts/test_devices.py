"""What browsers say of themselves, in two words."""

import pytest

from accounts.devices import device

APPLE = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("said", "known"),
    [
        (f"{APPLE} Version/19.0 Safari/605.1.15", ("Safari", "Mac")),
        (f"{PHONE} Version/19.0 Mobile/15E148 Safari/604.1", ("Safari", "iPhone")),
        (f"{PHONE} CriOS/140.0 Mobile/15E148 Safari/604.1", ("Chrome", "iPhone")),
        (f"{WINDOWS} Chrome/140.0.0.0 Safari/537.36", ("Chrome", "Windows")),
        (f"{WINDOWS} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", ("Edge", "Windows")),
        (f"{WINDOWS} Chrome/140.0.0.0 Safari/537.36 OPR/120.0.0.0", ("Opera", "Windows")),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko Firefox/140.0", ("Firefox", "Linux")),
        ("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Firefox/140.0", ("Firefox", "Android")),
        ("curl/8.5.0", ("", "")),
        ("", ("", "")),
    ],
)
def test_browser_and_device_are_known(said: str, known: tuple[str, str]) -> None:
    assert device(said) == known
