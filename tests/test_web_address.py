"""What may be made clickable: addresses of the web and of mail; nothing that runs, opens a file, or hides."""

import pytest

from zi_metrics.web_address import is_link, is_web_address


@pytest.mark.parametrize(
    ("text", "web", "link"),
    [
        ("https://a.test/x", True, True), ("http://a.test", True, True), ("mailto:zi@a.test", False, True),
        ("MAILTO:zi@a.test", False, True), ("mailto:zi@a.test?subject=x", False, False), ("mailto:", False, False),
        ("zi@a.test", False, False), ("javascript:alert(1)", False, False), ("file:///C:/x", False, False),
        ("data:text/html,x", False, False), ("a.test/x", False, False), ("https://", False, False),
        ("https://a.test/ x", False, False), ("mailto:zi@a.test\nx", False, False), ("", False, False),
        ("https://a.test/" + "x" * 2000, False, False),
    ],
)  # fmt: skip
def test_only_the_web_and_mail_become_links(text, web, link):
    assert (is_web_address(text), is_link(text)) == (web, link)
