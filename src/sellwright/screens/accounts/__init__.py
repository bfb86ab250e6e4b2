"""Connected mailboxes and calendars: from an address to what is read, the account of every message, leaving."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.accounts import choosing, connecting, leaving, ledger, oauth
from sellwright.screens.page import Page

PAGE = Page(
    title=later("Connected mailboxes"),
    routes=[
        path("connect", connecting.connect, name="connect"),
        path("connect/try", connecting.attempt, name="connect_try"),
        path("connect/calendar", connecting.calendar, name="connect_calendar"),
        path("connect/oauth/<str:provider>", oauth.begin, name="oauth_begin"),
        path("connect/oauth/<str:provider>/back", oauth.come_back, name="oauth_back"),
        path("accounts/<str:account>", ledger.page, name="account"),
        path("accounts/<str:account>/state", ledger.state, name="account_state"),
        path("accounts/<str:account>/items", ledger.items, name="account_items"),
        path("accounts/<str:account>/choose", choosing.choose, name="account_choose"),
        path("accounts/<str:account>/sign-in", connecting.sign_in, name="account_sign_in"),
        path("accounts/<str:account>/verify", ledger.verify, name="account_verify"),
        path("accounts/<str:account>/again", ledger.again, name="account_again"),
        path("accounts/<str:account>/pause", ledger.pause, name="account_pause"),
        path("accounts/<str:account>/resume", ledger.resume, name="account_resume"),
        path("accounts/<str:account>/leave", leaving.leave, name="account_leave"),
        path("mailboxes/<str:mailbox>/export", leaving.export, name="mailbox_export"),
        path("mailboxes/<str:mailbox>/export/state", leaving.export_state, name="mailbox_export_state"),
        path("mailboxes/<str:mailbox>/export/file", leaving.download, name="mailbox_export_file"),
    ],
    icon="drop",
    home="connect",
)
