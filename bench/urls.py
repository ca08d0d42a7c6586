"""The pages that the bench compares others with."""

from django.urls import path

from bench import views

app_name = "bench"
urlpatterns = [
    path("meetbank/niets/", views.nothing, name="nothing"),
    path("meetbank/leeg/", views.empty, name="empty"),
]
