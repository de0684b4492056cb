"""What stands for an address, and how often a form without signing in is sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from savings_app.access.visitor_rules import (
    LIMITS,
    PublicForm,
    TooManySends,
    check_sends,
    visitor_mark,
)
from savings_app.config import SettingMissing, from_environment

NOW = datetime(2026, 11, 23, 1, 10, tzinfo=UTC)
SECRET = b"only for the test"


def mark(address: str | None, *, now: datetime = NOW, secret: bytes = SECRET) -> str | None:
    return visitor_mark(address, secret=secret, now=now)


def test_a_mark_is_of_one_address_one_hour_and_one_server() -> None:
    one = mark("203.0.113.7")
    assert one is not None
    assert len(one) == 64
    assert one == mark("203.0.113.7", now=NOW + timedelta(minutes=49))
    others = {
        mark("203.0.113.8"),
        mark("203.0.113.7", now=NOW + timedelta(minutes=50)),
        mark("203.0.113.7", secret=b"another"),
    }
    assert len(others) == 3
    assert one not in others


def test_of_ipv6_the_network_counts() -> None:
    assert mark("2001:db8:1:2::1") == mark("2001:db8:1:2:ffff::9")
    assert mark("2001:db8:1:2::1") != mark("2001:db8:1:3::1")
    assert mark("::ffff:203.0.113.7") == mark("203.0.113.7")


@pytest.mark.parametrize("address", [None, "", "unknown", "127.0.0.1", "::1", "0.0.0.0"])  # noqa: S104
def test_an_address_that_says_nothing_is_nobodys(address: str | None) -> None:
    assert mark(address) is None


@pytest.mark.parametrize("form", list(LIMITS))
def test_an_address_is_refused_and_all_together_are_only_marked(form: PublicForm) -> None:
    limits = LIMITS[form]
    assert not check_sends(form, of_address=0, altogether=limits.altogether - 1)
    assert check_sends(form, of_address=limits.address - 1, altogether=limits.altogether)
    assert check_sends(form, of_address=0, altogether=100 * limits.altogether)
    with pytest.raises(TooManySends):
        check_sends(form, of_address=limits.address, altogether=limits.address)


@pytest.mark.parametrize("proxies", ["-1", "6", "satu"])
def test_a_number_of_proxies_that_is_none_starts_nothing(
    proxies: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = str(tmp_path_factory.mktemp("data"))
    given = {"SAVINGS_APP_DATA": folder, "SAVINGS_APP_PROXIES": proxies}
    with pytest.raises(SettingMissing, match="SAVINGS_APP_PROXIES"):
        from_environment(given)
    assert (
        from_environment({"SAVINGS_APP_DATA": folder, "SAVINGS_APP_PROXIES": "1"})["PROXIES"] == 1
    )
