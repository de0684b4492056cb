"""Tables of the interface for banks."""

from savings_app.bank_api.models.clients import (
    ApiClient,
    ApiClientKey,
    ApiExternalId,
    ApiRequest,
    ApiToken,
    ApiUse,
)
from savings_app.bank_api.models.reports import AccountRegistration, Mismatch
from savings_app.bank_api.models.webhooks import WebhookDelivery, WebhookEndpoint

__all__ = [
    "AccountRegistration",
    "ApiClient",
    "ApiClientKey",
    "ApiExternalId",
    "ApiRequest",
    "ApiToken",
    "ApiUse",
    "Mismatch",
    "WebhookDelivery",
    "WebhookEndpoint",
]
