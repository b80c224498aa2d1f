"""The addresses of the inventory."""

from __future__ import annotations

from django.urls import path

from kringspoor.use.views import devices, imports

urlpatterns = [
    path("", devices.device_list, name="devices"),
    path("<int:number>/", devices.device_page, name="device"),
]
import_patterns = [
    path("", imports.import_list, name="imports"),
    path("add/", imports.import_add, name="import_add"),
    path("<int:number>/", imports.import_page, name="import"),
    path("<int:number>/accept/", imports.import_accept, name="import_accept"),
    path("<int:number>/answer/", imports.import_answer, name="import_answer"),
    path("<int:number>/cancel/", imports.import_cancel, name="import_cancel"),
    path("<int:number>/undo/", imports.import_undo, name="import_undo"),
    path("<int:number>/problems.csv", imports.import_problems, name="import_problems"),
]
