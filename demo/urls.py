"""What exists in the demo only."""

from django.urls import path

from demo import gallery, views

app_name = "demo"

urlpatterns = [
    path("bouwstenen/", gallery.gallery, name="gallery"),
    path("demo/", views.cast, name="cast"),
    path("demo/mails/", views.mails, name="mails"),
    path("demo/termijn/", views.end_term, name="end_term"),
    path("demo/<slug:key>/", views.enter, name="enter"),
]
