"""The interface for banks: versioned JSON, described by its own document, opened by tokens."""

from flask import Flask

from savings_app.web.api import snap_token, token
from savings_app.web.api.about import bp as about
from savings_app.web.api.pledges import bp as pledges
from savings_app.web.api.reports import bp as reports
from savings_app.web.api.transactions import bp as transactions

PREFIX = "/api/v1"
topics = (about, token.bp, snap_token.bp, pledges, transactions, reports)


def init_app(app: Flask) -> None:
    token.init_app(app)
    for topic in topics:
        app.register_blueprint(topic, url_prefix=PREFIX)
