"""Lessons for anybody: one card a page, with its drawing and its sources."""

from __future__ import annotations

import gzip

from flask.testing import FlaskClient

from savings_app.literacy.lessons import list_lessons

FIRST_LOAD = 14_000  # bytes, compressed


def read(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_every_lesson_is_a_card_of_its_own_and_small(client: FlaskClient) -> None:
    index = read(client, "/lessons/")
    for lesson in list_lessons(language="id"):
        assert f"/lessons/{lesson.slug}" in index
        page = read(client, f"/lessons/{lesson.slug}")
        assert lesson.title in page
        assert lesson.rule in page
        assert "<svg" in page
        assert len(gzip.compress(page.encode())) < FIRST_LOAD


def test_a_card_leads_on_and_back(client: FlaskClient) -> None:
    page = read(client, "/lessons/nama-kartu-pin")
    assert "2 dari 12" in page
    assert "/lessons/penjamin-bank" in page
    assert "/lessons/tiga-bagian" in page


def test_a_fact_tells_its_source_its_status_and_its_day(client: FlaskClient) -> None:
    page = read(client, "/lessons/rekening-hidup")
    assert "1.800 hari" in page
    assert "POJK 24/2025" in page
    assert "draf" in page
    assert "diperiksa 22 November 2026" in page


def test_lessons_speak_english(client: FlaskClient) -> None:
    client.get("/language/en")
    assert "Debts: know their cost first" in read(client, "/lessons/utang")


def test_the_status_of_a_fact_is_told_in_the_language_in_use(client: FlaskClient) -> None:
    assert "draf, belum diperiksa; diperiksa" in read(client, "/lessons/rekening-hidup")
    client.get("/language/en")
    for lesson in list_lessons(language="en"):
        page = read(client, f"/lessons/{lesson.slug}")
        assert "draf" not in page.replace("draft", "")
        assert "terverifikasi" not in page


def test_a_lesson_there_is_not_is_not_found(client: FlaskClient) -> None:
    assert client.get("/lessons/lotre").status_code == 404
    assert client.get("/static/read.js").status_code == 200
