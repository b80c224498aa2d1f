"""The addresses of the inventory."""

from __future__ import annotations

from django.urls import path

from kringspoor.use import views

urlpatterns = [
    path("", views.device_list, name="devices"),
    path("<int:number>/", views.device_page, name="device"),
]
