"""Exit 0 when the database already holds a case, so that sample data is not made twice."""

from __future__ import annotations

import sys

import sqlalchemy as sa

from savings_app import create_app

engine = create_app().extensions["sessionmaker"].kw["bind"]
with engine.connect() as connection:
    found = connection.scalar(sa.text('SELECT count(*) FROM "case"'))
sys.exit(0 if found else 1)
