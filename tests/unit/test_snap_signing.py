"""The signatures of SNAP, against published vectors and against keys made here."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from savings_app.snap.signing_rules import (
    KeyUnusable,
    ResponseCode,
    asymmetric_text,
    body_hash,
    format_timestamp,
    minify,
    parse_timestamp,
    private_key,
    public_key,
    sign_asymmetric,
    sign_symmetric,
    symmetric_text,
    token_text,
    verify_asymmetric,
    verify_symmetric,
)

SAMPLE = Path(__file__).parents[2].parent / "shared/data/snap/signature_vectors.json"
# A published example of the standard's symmetric signature.
BODY = (
    b'{"partnerReferenceNo":"2020102900000000000001",'
    b'"amount":{"value":"12345678.00","currency":"IDR"},'
    b'"feeAmount":{"value":"12345678.00","currency":"IDR"},'
    b'"merchantId":"00007100010926","terminalId":"213141251124",'
    b'"validityPeriod":"2009-07-03T12:08:56-07:00"}'
)
CALL = {
    "method": "POST",
    "path": "/v1.0/qr/qr-mpm-generate",
    "token": "myaccesstoken",
    "timestamp": "2024-03-05T10:37:16.196Z",
}
HASH = "01463f60dbb6ca538581579dd95b31c8ba9fc6600eca750e4d8460ca4e402111"
SIGNATURE = (
    "wmzT7yjg1SxxCsxNsFgCR9SYXiZGGbceF6fV8xe97sAMHxZ+7OEBMIBmvb6Sj6GcksGp3iv77DiomgSbcST3XQ=="
)
# And of its asymmetric one, with the public key it was published with.
CLIENT_KEY, TOKEN_AT = "G1234325-SNAP", "2024-03-01T08:27:49.024Z"
PUBLIC_PEM = b"""-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAlWbtlh3eM+bW3n5AFj42
wddC4L7tQqbLiCFbTv8K67yng9iwK5mEn+UMXiRhvB2JVWFafCPPxFamsiVG3Mjn
eGjC0BYgmpmw4qXnAnyO3nCdCuPtmZ3ljhKvSTPdWZxrcLi1Xa9V/+Pzb8hrjb5i
wMn6SZFNeMmZYgFKiSeueo6TPln2PoTqXCzs1HtsM8eUVe8GAsjJe/3dYl992nyX
OpG21GgNu8o5T3WOptPg6GdDTWkTWUu483yRbVVy04Pz4L8DDZTDv+WcsAViDn1r
A/jB1Auj/UGKx2ovGcBH/a/hor5TbABbODU6cPTHT54K3sSZtvZNV4eFDB1f/4wd
fwIDAQAB
-----END PUBLIC KEY-----
"""
TOKEN_SIGNATURE = (
    "WzW49tYIgKIBmBi/gVBHGLAkhEaZlXM11zcZxAiyHji6TLPjPbwLu3Z45it25AIeG0XDItcdTSkds47zFEMh6IP0PXPI"
    "P1+Ey4RmX/o2fuYRF/xBHvfvKnMmANMTS1axsXBSW3EHqYpbVrkCcqNnB3u+wu63us9WIhRZaWgxgQ2PJLaiVHIwgu9u"
    "7jxkWX7Bg4rerZH3RKdQfIJAAJsSN13efR7VdSAyzU7QaKjgislxrLqmesYNJkbD03XLjHdo6YWuzAVV7xdZRpLiGkIA"
    "kW7luXTBZYBO+4oENZAPQYzrLeN1qRY1Sr7BgLONCA2QA26BB6SYW4R7qofS9+RyOQ=="
)


@pytest.fixture(scope="module")
def own_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem_of(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def test_the_published_symmetric_example_is_signed_to_the_letter() -> None:
    text = symmetric_text(body=BODY, **CALL)
    assert body_hash(BODY) == HASH
    assert text == f"POST:/v1.0/qr/qr-mpm-generate:myaccesstoken:{HASH}:2024-03-05T10:37:16.196Z"
    assert sign_symmetric(text, secret="myclientsecret") == SIGNATURE
    assert verify_symmetric(text, SIGNATURE, secret="myclientsecret")


@pytest.mark.parametrize(
    "changed",
    [
        {"method": "PUT"},
        {"path": "/v1.0/qr/qr-mpm-generat"},
        {"token": "another"},
        {"timestamp": "2024-03-05T10:37:16.197Z"},
        {"body": BODY.replace(b"12345678", b"12345679", 1)},
    ],
)
def test_no_part_of_a_call_can_be_changed(changed: dict[str, Any]) -> None:
    text = symmetric_text(**{"body": BODY, **CALL, **changed})
    assert not verify_symmetric(text, SIGNATURE, secret="myclientsecret")


def test_another_secret_and_a_signature_of_rubbish_are_refused() -> None:
    text = symmetric_text(body=BODY, **CALL)
    assert not verify_symmetric(text, SIGNATURE, secret="another")
    for rubbish in ("", "x", SIGNATURE[:-1], f"{SIGNATURE} ", "é\ud800"):
        assert not verify_symmetric(text, rubbish, secret="myclientsecret")


def test_the_published_token_signature_is_verified_with_its_public_key() -> None:
    key = public_key(PUBLIC_PEM)
    text = token_text(client_key=CLIENT_KEY, timestamp=TOKEN_AT)
    assert text == "G1234325-SNAP|2024-03-01T08:27:49.024Z"
    assert verify_asymmetric(text, TOKEN_SIGNATURE, key=key)
    assert not verify_asymmetric(f"{text} ", TOKEN_SIGNATURE, key=key)


@pytest.mark.skipif(not SAMPLE.exists(), reason="the shared samples are not beside this checkout")
def test_the_shared_vectors_are_the_ones_above() -> None:
    found = json.loads(SAMPLE.read_text(encoding="utf-8"))
    own, token = found["simetris"], found["asimetris_token"]
    body = json.dumps(own["body"], indent=2).encode()
    text = symmetric_text(
        method=own["method"],
        path=own["endpoint"],
        token=own["access_token"],
        body=body,
        timestamp=own["timestamp"],
    )
    assert sign_symmetric(text, secret=own["client_secret"]) == own["x_signature"]
    key = public_key(token["kunci_publik_pem"].encode())
    assert verify_asymmetric(token["stringToSign"], token["x_signature"], key=key)


def test_a_call_signed_with_a_private_key_has_no_token_in_it(own_key: rsa.RSAPrivateKey) -> None:
    text = asymmetric_text(method="post", path="/v1.0/x", body=b"{ }", timestamp="T")
    assert text == f"POST:/v1.0/x:{body_hash(b'{}')}:T"
    signed = sign_asymmetric(text, key=own_key)
    assert verify_asymmetric(text, signed, key=own_key.public_key())
    spoiled = bytearray(b64decode(signed))
    spoiled[7] ^= 1
    assert not verify_asymmetric(text, b64encode(spoiled).decode(), key=own_key.public_key())
    for rubbish in ("", "no base 64", "é", signed[:-4]):
        assert not verify_asymmetric(text, rubbish, key=own_key.public_key())


def test_minifying_touches_no_blank_inside_a_text_and_no_order() -> None:
    spaced = b'{ "b" : "two  blanks \\" and a quote \\\\" ,\r\n\t"a" : [ 1 , 2.50 ] }\n'
    assert minify(spaced) == b'{"b":"two  blanks \\" and a quote \\\\","a":[1,2.50]}'


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_however_it_is_laid_out_a_body_has_one_hash(value: object) -> None:
    tight = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    for spaced in (json.dumps(value, indent=3, ensure_ascii=False), f" {tight}\n"):
        assert minify(spaced.encode(errors="surrogatepass")) == tight.encode(errors="surrogatepass")


@given(st.binary(max_size=200))
def test_a_body_of_rubbish_is_minified_once_and_for_all(body: bytes) -> None:
    assert minify(minify(body)) == minify(body)


def test_a_body_of_quotes_alone_takes_no_longer_than_its_length() -> None:
    hostile = b'\\"' * 500_000
    assert minify(hostile) == hostile


def test_a_time_is_written_with_the_offset_of_the_bank() -> None:
    moment = datetime(2026, 11, 27, 16, 30, 5, 999, tzinfo=UTC)
    assert format_timestamp(moment) == "2026-11-27T23:30:05+07:00"
    assert format_timestamp(moment, hours=8) == "2026-11-28T00:30:05+08:00"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-28T00:30:05+08:00", datetime(2026, 11, 27, 16, 30, 5, tzinfo=UTC)),
        ("2026-11-27T23:30:05+07:00", datetime(2026, 11, 27, 16, 30, 5, tzinfo=UTC)),
        ("2024-03-05T10:37:16.196Z", datetime(2024, 3, 5, 10, 37, 16, 196000, tzinfo=UTC)),
        ("2024-03-05T10:37:16.123456789Z", datetime(2024, 3, 5, 10, 37, 16, 123456, tzinfo=UTC)),
        ("2026-11-28T00:30:05", None),
        ("2026-11-28 00:30:05+08:00", None),
        ("2026-02-30T00:30:05+08:00", None),
        ("2026-11-28T00:30:05+08:00 ", None),
        ("2026-11-28T00:30:05+0800", None),
        ("0001-01-01T00:00:00+08:00", None),
        ("٢٠٢٦-11-28T00:30:05+08:00", None),
        ("", None),
    ],
)
def test_a_time_without_its_offset_is_no_time(text: str, moment: datetime | None) -> None:
    assert parse_timestamp(text) == moment


def test_a_response_code_says_status_service_and_case() -> None:
    code = ResponseCode.parse("4011401")
    assert code == ResponseCode(401, 14, 1)
    assert str(code) == "4011401"
    assert not code.succeeded


@pytest.mark.parametrize(
    ("text", "succeeded"), [("2007300", True), ("2021400", True), ("4097300", False)]
)
def test_only_two_hundred_and_something_is_success(text: str, *, succeeded: bool) -> None:
    code = ResponseCode.parse(text)
    assert code is not None
    assert code.succeeded is succeeded


@pytest.mark.parametrize(
    "text", ["", "200", "20073000", "200730x", " 2007300", "٢007300", "0000000", 2007300, None]
)
def test_what_is_not_seven_digits_is_no_response_code(text: object) -> None:
    assert ResponseCode.parse(text) is None


def test_a_key_is_rsa_long_enough_and_without_a_password(own_key: rsa.RSAPrivateKey) -> None:
    assert private_key(pem_of(own_key)).key_size == 2048
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 -- to be refused
    curve = ec.generate_private_key(ec.SECP256R1())
    for pem in (pem_of(short), pem_of(curve), b"", b"-----BEGIN PRIVATE KEY-----"):
        with pytest.raises(KeyUnusable):
            private_key(pem)
    public = short.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    for pem in (public, b"", pem_of(own_key)):
        with pytest.raises(KeyUnusable):
            public_key(pem)
