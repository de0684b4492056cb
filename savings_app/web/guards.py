"""Who is asking, and may they reach this view? Default deny: no marker, no view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from flask import Flask, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from savings_app.actors import ROLE_PERMISSIONS, Permission, Role
from savings_app.bank_api.kinds import Scope
from savings_app.errors import NotPermitted
from savings_app.web import bearers, signin

P = ParamSpec("P")
T = TypeVar("T")
MARK = "__access__"
# Files everybody's browser may keep: their answer does not ask who is there.
NOBODYS = {"public.static_files.show"}
FAMILY_PERMISSIONS = ROLE_PERMISSIONS[Role.FAMILY]


def requires(permission: Permission) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Mark a view: only a role with `permission` reaches it."""

    def mark(view: Callable[P, T]) -> Callable[P, T]:
        setattr(view, MARK, permission)
        return view

    return mark


def requires_scope(scope: Scope) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Mark a view for a bank's own system: only a client whose token carries `scope` reaches it."""

    def mark(view: Callable[P, T]) -> Callable[P, T]:
        setattr(view, MARK, scope)
        return view

    return mark


def public(view: Callable[P, T]) -> Callable[P, T]:
    """Mark a view that anybody may reach."""
    setattr(view, MARK, None)
    return view


def access_of(view: Callable[..., Any]) -> Permission | Scope | None:
    """The marker of a view, None for a public one; a `Scope` is for a bank's own system.

    Raises:
        AttributeError: its author forgot it; the view is never reached.
    """
    marker: Permission | Scope | None = getattr(view, MARK)
    return marker


def check_access() -> ResponseReturnValue | None:
    """Before every view: set `g.actor`, and stop whoever may not go on."""
    g.actor = None
    if request.endpoint is None or request.endpoint in NOBODYS:
        return None
    permission = access_of(current_app.view_functions[request.endpoint])
    if isinstance(permission, Scope):
        # No cookie opens this door, and none is asked about.
        bearers.enter(permission)
        return None
    for_family = permission in FAMILY_PERMISSIONS
    g.actor = signin.current_actor(for_family=for_family)
    if permission is None:
        return None
    if g.actor is None:
        return redirect(url_for(_door(for_family=for_family), next=_return_to()), 303)
    if not g.actor.may(permission):
        raise NotPermitted
    if for_family and signin.word_is_missing() and request.endpoint != "family.word.choose":
        return redirect(url_for("family.word.choose"), 303)
    return None


def _door(*, for_family: bool) -> str:
    return "public.family_signin.sign_in" if for_family else "public.staff_signin.sign_in"


def _return_to() -> str | None:
    """Where to go after signing in; a form that was being sent cannot be sent again."""
    return request.path if request.method == "GET" else None


def init_app(app: Flask) -> None:
    app.before_request(check_access)
