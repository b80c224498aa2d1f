"""Every address of the site. Within an organisation its name stands before them."""

from __future__ import annotations

from django.urls import include, path

from kringspoor.web import views

handler403 = "kringspoor.web.views.forbidden"
handler404 = "kringspoor.web.views.not_found"
handler500 = "kringspoor.web.views.broken"
urlpatterns = [
    path("", views.today, name="today"),
    path("search/", views.search, name="search"),
    path("devices/", include("kringspoor.use.urls")),
    path("language/", views.set_language, name="set_language"),
    path("health/", views.health, name="health"),
    path("accounts/", include("allauth.urls")),
]
