"""Where the key is held, as the setting writes it, and what is never written there."""

from __future__ import annotations

from pathlib import Path

import pytest

from savings_app.config import SettingMissing, from_environment
from savings_app.signing_places import (
    FilePlace,
    ServicePlace,
    SigningPlaceWrong,
    TokenPlace,
    read_place,
)


def test_each_way_is_read_as_its_standard_writes_it() -> None:
    assert read_place("file:/etc/kunci%20dinas/s.pem") == FilePlace(Path("/etc/kunci dinas/s.pem"))
    assert read_place("file:///etc/s.pem") == FilePlace(Path("/etc/s.pem"))
    token = "pkcs11:token=Dinas%20Uji;object=kunci;id=%A1%02;serial=0a?module-path=/usr/lib/x.so"
    assert read_place(token) == TokenPlace(
        Path("/usr/lib/x.so"), "Dinas Uji", b"0a", "kunci", b"\xa1\x02"
    )
    service = "csc+https://tanda.example.go.id/a/csc/v1?credential=uji%2F1"
    assert read_place(service) == ServicePlace("https://tanda.example.go.id/a", "v1", "uji/1")
    local = read_place("csc+http://127.0.0.1:8080/csc/v1?credential=uji")
    assert local == ServicePlace("http://127.0.0.1:8080", "v1", "uji")


@pytest.mark.parametrize(
    "text",
    [
        "file:relative.pem",
        "/etc/s.pem",
        "pkcs11:object=kunci",
        "pkcs11:token=uji?module-path=/usr/lib/x.so",
        "pkcs11:object=kunci?module-path=x.so",
        "pkcs11:object=kunci?module-path=/x.so&pin-value=4711",
        "csc+http://tanda.example.go.id/csc/v1?credential=uji",
        "csc+https://tanda.example.go.id/csc/v1",
        "csc+https://tanda.example.go.id/v1?credential=uji",
        "csc+https://dinas:4711@tanda.example.go.id/csc/v1?credential=uji",
        "csc+ftp://127.0.0.1/csc/v1?credential=uji",
    ],
)
def test_what_is_no_place_or_holds_a_secret_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(SigningPlaceWrong) as refused:
        read_place(text)
    assert "4711" not in str(refused.value)


def test_production_starts_with_no_sample_and_nothing_starts_with_a_slip(tmp_path: Path) -> None:
    given = {
        "SAVINGS_APP_ENV": "production",
        "SAVINGS_APP_DATA": str(tmp_path),
        "DATABASE_URL": "sqlite://",
        "SAVINGS_APP_SECRET": "rahasia",
        "SAVINGS_APP_ADDRESS": "https://layanan.example",
    }
    with pytest.raises(SettingMissing, match="SAVINGS_APP_SIGNING"):
        from_environment(given)
    settings = from_environment({**given, "SAVINGS_APP_SIGNING": "file:/etc/s.pem"})
    assert settings["SIGNING"] == FilePlace(Path("/etc/s.pem"))
    with pytest.raises(SettingMissing, match="SAVINGS_APP_SIGNING"):
        from_environment({"SAVINGS_APP_DATA": str(tmp_path), "SAVINGS_APP_SIGNING": "fil:/s.pem"})
    assert from_environment({"SAVINGS_APP_DATA": str(tmp_path)})["SIGNING"] is None
