"""The addresses of the project."""

from django.contrib import admin
from django.urls import path

from . import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("organisations/<slug:slug>/keys/", views.make_key),
    path("orders/", views.Orders.as_view()),
    path("who/", views.who),
]
