"""The certificates documents are signed with: their public half is for anybody to take."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from savings_app.db import get_session
from savings_app.documents.certificate_facts import read_certificate
from savings_app.documents.certificate_queries import get_certificate, list_certificates
from savings_app.web.guards import public

bp = Blueprint("certificates", __name__, url_prefix="/verify/certificates")


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    kept = list_certificates(get_session())
    return render_template(
        "public/certificates.html",
        certificates=[(one, read_certificate(one.pem.encode())) for one in kept],
    )


@bp.get("/<fingerprint>.pem")
@public
def pem(fingerprint: str) -> ResponseReturnValue:
    certificate = get_certificate(get_session(), fingerprint=fingerprint)
    return Response(
        certificate.pem,
        mimetype="application/x-pem-file",
        headers={"Content-Disposition": f'attachment; filename="{certificate.fingerprint}.pem"'},
    )
