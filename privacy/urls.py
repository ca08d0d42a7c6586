"""Where it is shown how the law is kept."""

from django.urls import path

from privacy import views

app_name = "privacy"
urlpatterns = [path("verwijderingen/", views.removals, name="removals")]
