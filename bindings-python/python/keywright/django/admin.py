"""The keys in the admin: a list to search and page through, and a way to revoke."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from keywright._enums import Status
from keywright.django._handle import get_keywright
from keywright.django.models import ApiKey
from keywright.exceptions import KeywrightError

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

TEMPLATES = "admin/keywright/apikey"
LIST = "admin:keywright_apikey_changelist"


@admin.register(ApiKey)
class ApiKeyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Shows what the store has. No key is made here: who made it would see it."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Says no."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002
        """Says no."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002
        """Says no."""
        return False

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        """Says whether the user may revoke keys."""
        return bool(request.user.has_perm("keywright.revoke_apikey"))  # type: ignore[union-attr]

    def get_urls(self) -> list[Any]:
        """Adds the page that revokes a key."""
        revoke = path("<uuid:key_id>/revoke/", self.admin_site.admin_view(self.revoke_view), name="keywright_apikey_revoke")
        return [revoke, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lists the keys, newest first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        search, status = request.GET.get("q", "").strip(), request.GET.get("status", "")
        page, problem = None, None
        try:
            page = get_keywright().page_api_keys(
                search=search or None, status=status or None, cursor=request.GET.get("cursor") or None
            )
        except KeywrightError as error:
            problem = str(error)
        context = {
            **self.admin_site.each_context(request),
            "title": "API keys",
            "opts": self.opts,
            "page": page,
            "problem": problem,
            "search": search,
            "status": status,
            "statuses": list(Status),
            "may_revoke": self.has_revoke_permission(request),
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, f"{TEMPLATES}/change_list.html", context)

    def revoke_view(self, request: HttpRequest, key_id: UUID) -> HttpResponse:
        """Asks, and then revokes a key in the name of the user."""
        if not (self.has_view_permission(request) and self.has_revoke_permission(request)):
            raise PermissionDenied
        try:
            keywright = get_keywright().by(f"admin:{request.user.get_username()}")
            key = keywright.get_api_key(key_id)
            if request.method == "POST":
                key.revoke(reason=request.POST.get("reason", "").strip() or None)
        except KeywrightError as error:
            messages.error(request, str(error))
            return redirect(reverse(LIST))
        if request.method == "POST":
            messages.success(request, f"The API key “{key.description}” is revoked.")
            return redirect(reverse(LIST))
        context = {**self.admin_site.each_context(request), "title": "Revoke an API key", "opts": self.opts, "key": key}
        request.current_app = self.admin_site.name
        return TemplateResponse(request, f"{TEMPLATES}/revoke.html", context)
