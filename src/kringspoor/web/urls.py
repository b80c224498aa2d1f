"""Every address of the site. Within an organisation its name stands before them."""

from __future__ import annotations

from django.urls import include, path

from kringspoor.use.urls import (
    connection_patterns,
    contract_patterns,
    counting_patterns,
    import_patterns,
    lifetime_patterns,
    lot_patterns,
    part_patterns,
    plan_patterns,
    pool_patterns,
    reminder_patterns,
    repair_patterns,
)
from kringspoor.web import views
from kringspoor.web.api import api
from kringspoor.web.api_docs import docs
from kringspoor.web.invitations import invitation
from kringspoor.web.searching import search

handler403 = "kringspoor.web.views.forbidden"
handler404 = "kringspoor.web.views.not_found"
handler500 = "kringspoor.web.views.broken"
urlpatterns = [
    path("", views.today, name="today"),
    path("search/", search, name="search"),
    path("devices/", include("kringspoor.use.urls")),
    path("imports/", include(import_patterns)),
    path("connections/", include(connection_patterns)),
    path("lots/", include(lot_patterns)),
    path("contracts/", include(contract_patterns)),
    path("reminders/", include(reminder_patterns)),
    path("partners/", include("kringspoor.web.partner_urls")),
    path("", include(counting_patterns)),
    path("", include(plan_patterns)),
    path("lifetimes/", include(lifetime_patterns)),
    path("", include(repair_patterns)),
    path("", include(part_patterns)),
    path("pools/", include(pool_patterns)),
    path("record/", include("kringspoor.record.urls")),
    path("api/docs/", docs, name="api_docs"),
    path("api/", api.urls),
    path("language/", views.set_language, name="set_language"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("health/", views.health, name="health"),
    path("people/", include("kringspoor.web.people_urls")),
    path("accounts/invitation/<str:signed>/", invitation, name="invitation"),
    path("accounts/", include("allauth.urls")),
]
