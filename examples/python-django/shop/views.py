"""Keys for programs, sessions for people; what a person may do is looked up in the tables of the shop."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST
from keywright import Keywright, KeywrightError
from keywright.django import get_keywright, get_verdict, require_api_key
from keywright.django.rest_framework import ApiKeyAuthentication, HasApiKey
from rest_framework.response import Response
from rest_framework.views import APIView

from .models import Membership, Order, Organisation

#: What a role of the shop means for keys. Nothing of it is stored in Keywright.
PERMISSIONS = {"admin": ["$manage_api_keys"], "member": []}


def of_user(request: HttpRequest) -> Keywright:
    """Returns a handle that acts as the signed-in user, with what the shop's own tables say of that user."""
    memberships = Membership.objects.filter(user=request.user)
    stated = {membership.organisation_id: PERMISSIONS[membership.role] for membership in memberships}
    return get_keywright().acting_as(request.user.pk, team_permissions=stated, grantable_scopes=["orders:read"])


@require_POST
@login_required
def make_key(request: HttpRequest, slug: str) -> HttpResponse:
    """Makes a key of an organisation, if the user may. This is the one answer that holds the whole key."""
    organisation = get_object_or_404(Organisation, slug=slug)
    try:
        team = of_user(request).team(organisation.pk)
        created = team.create_api_key(request.POST.get("description", ""), scopes=["orders:read"])
    except KeywrightError as error:
        return JsonResponse({"code": error.code}, status=404 if error.code == "not_found" else 400)
    return JsonResponse(created.to_dict(), status=201)


@require_GET
@require_api_key(owner_type="team", accept="secret")
def who(request: HttpRequest) -> HttpResponse:
    """Tells whose key this is."""
    verdict = get_verdict(request)
    return JsonResponse({"organisation": Organisation.objects.get(pk=verdict.team_id).slug})


class Orders(APIView):
    """The orders of the organisation whose key it is."""

    authentication_classes = (ApiKeyAuthentication.requiring(scopes=["orders:read"], owner_type="team", accept="secret"),)
    permission_classes = (HasApiKey,)

    def get(self, request: HttpRequest) -> Response:
        """Lists them."""
        orders = Order.objects.filter(organisation=request.auth.team_id)
        return Response([order.text for order in orders])
