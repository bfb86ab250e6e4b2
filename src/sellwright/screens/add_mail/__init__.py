"""Add mail: bring a file or folder, say whose it is, watch it being read, see the account, take it back, share it."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.add_mail import mailboxes, view
from sellwright.screens.page import Page

PAGE = Page(
    title=later("Add mail"),
    routes=[
        path("add", view.bring, name="add_mail"),
        path("add/file", view.upload, name="add_upload"),
        path("add/folder", view.folder, name="add_folder"),
        path("add/<str:intake>", view.intake, name="intake"),
        path("add/<str:intake>/begin", view.begin, name="intake_begin"),
        path("add/<str:intake>/progress", view.progress, name="intake_progress"),
        path("add/<str:intake>/go-on", view.go_on, name="intake_go_on"),
        path("add/<str:intake>/undo", view.undo, name="intake_undo"),
        path("add/<str:intake>/away", view.put_away, name="intake_away"),
        path("mailboxes/<str:mailbox>", mailboxes.mailbox, name="mailbox"),
        path("mailboxes/<str:mailbox>/name", mailboxes.rename, name="mailbox_rename"),
        path("mailboxes/<str:mailbox>/share", mailboxes.share, name="mailbox_share"),
        path("mailboxes/<str:mailbox>/delete", mailboxes.forget, name="mailbox_forget"),
    ],
    icon="drop",
    home="add_mail",
)
