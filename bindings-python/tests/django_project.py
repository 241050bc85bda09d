"""A project of Django for the tests: settings, views and addresses."""

from django.conf import settings

if not settings.configured:
    settings.configure(
        SECRET_KEY="of the tests",
        ROOT_URLCONF="django_project",
        ALLOWED_HOSTS=["*"],
        USE_TZ=True,
        INSTALLED_APPS=[
            "django.contrib.admin",
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.messages",
            "django.contrib.sessions",
            "rest_framework",
            "keywright.django",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        AUTHENTICATION_BACKENDS=["django.contrib.auth.backends.ModelBackend", "keywright.django.backends.ApiKeyBackend"],
        # Shared, since asynchronous views ask it from another thread.
        DATABASES={
            "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "file:keywright_tests?mode=memory&cache=shared"}
        },
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        STATIC_URL="/static/",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
    import django

    django.setup()

from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views import View
from keywright.django import get_keywright, get_verdict, require_api_key
from keywright.django.rest_framework import ApiKeyAuthentication, HasApiKey
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView


@require_api_key(scopes=["invoices:read"])
def invoices(request):
    verdict = get_verdict(request)
    return JsonResponse({"team": verdict.team_id, "user": verdict.user_id})


@require_api_key(optional=True)
def either(request):
    verdict = get_verdict(request)
    name = request.user.get_username() if request.user.is_authenticated else None
    return JsonResponse({"key_of": verdict.user_id if verdict else None, "user": name})


@require_api_key()
async def asynchronous(request):
    user = await request.auser()
    return JsonResponse({"user": user.get_username() if user.is_authenticated else None})


@method_decorator(require_api_key(owner_type="team", accept="secret"), name="dispatch")
class Teams(View):
    def post(self, request):
        return JsonResponse({"team": get_verdict(request).team_id})


@login_required
def not_asking(request):
    return JsonResponse({"user": request.user.get_username()})


def raising(request):
    get_keywright().require_valid(request.headers.get("X-Token"))
    return JsonResponse({})


class Rest(APIView):
    authentication_classes = (ApiKeyAuthentication.requiring(scopes=["invoices:read"]), SessionAuthentication)
    permission_classes = (HasApiKey | IsAuthenticated,)

    def get(self, request):
        name = request.user.get_username() if request.user.is_authenticated else None
        return Response({"key_of": request.auth and (request.auth.user_id or request.auth.team_id), "user": name})

    def post(self, request):
        return self.get(request)


urlpatterns = [
    path("invoices", invoices),
    path("either", either),
    path("asynchronous", asynchronous),
    path("teams", Teams.as_view()),
    path("not-asking", not_asking),
    path("raising", raising),
    path("rest", Rest.as_view()),
    path("admin/", admin.site.urls),
]
