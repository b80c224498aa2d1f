"""The addresses of the inventory."""

from __future__ import annotations

from django.urls import path

from kringspoor.use import views

urlpatterns = [
    path("", views.device_list, name="devices"),
    path("<int:number>/", views.device_page, name="device"),
]
import_patterns = [
    path("", views.import_list, name="imports"),
    path("add/", views.import_add, name="import_add"),
    path("<int:number>/", views.import_page, name="import"),
    path("<int:number>/accept/", views.import_accept, name="import_accept"),
    path("<int:number>/answer/", views.import_answer, name="import_answer"),
    path("<int:number>/cancel/", views.import_cancel, name="import_cancel"),
    path("<int:number>/undo/", views.import_undo, name="import_undo"),
    path("<int:number>/problems.csv", views.import_problems, name="import_problems"),
]
