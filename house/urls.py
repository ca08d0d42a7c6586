"""Pages about the house itself."""

from django.urls import path

from house import views

app_name = "house"

urlpatterns = [
    path("hulp/", views.help_page, name="help"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
]
