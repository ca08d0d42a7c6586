"""Where the pages of a case are."""

from django.urls import URLPattern

app_name = "cases"
urlpatterns: list[URLPattern] = []
