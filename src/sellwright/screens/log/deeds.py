"""The words for the deeds and things of the log. A deed is written under its function's name; here it is said."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from sellwright.screens.words import Words

DEEDS: dict[str, Words] = {
    "accept_deal": later("took up a proposed deal"),
    "add_deal_person": later("added a person to a deal"),
    "add_person": later("added a person"),
    "add_pipeline": later("added a pipeline"),
    "add_stage": later("added a stage"),
    "add_task": later("added a task"),
    "add_unknown": later("wrote down what is not known"),
    "allow_folder": later("allowed a folder"),
    "answer_unknown": later("found out what was not known"),
    "assign": later("changed who looks after somebody"),
    "begin_letter": later("began a letter"),
    "bin_letter": later("binned a letter"),
    "call": later("called somebody"),
    "change_deal": later("changed a deal"),
    "change_numbers": later("changed numbers"),
    "change_own_settings": later("changed own settings"),
    "change_stage": later("changed a stage"),
    "change_task": later("changed a task"),
    "change_unknown": later("changed what is not known"),
    "claim": later("claimed somebody"),
    "claim_workspace": later("claimed the workspace"),
    "close_access": later("closed somebody's access"),
    "close_deal": later("closed a deal"),
    "comment": later("said something"),
    "correct_relation": later("corrected who somebody is to us"),
    "done": later("dealt with somebody in Today"),
    "drop_deal_person": later("took a person out of a deal"),
    "drop_sign_on": later("removed a sign-in"),
    "drop_stage": later("took out a stage"),
    "drop_task": later("dropped a task"),
    "drop_team": later("ended a team"),
    "end_cover": later("ended a cover"),
    "enter_by_link": later("came in by a link"),
    "finish_task": later("finished a task"),
    "forbid_folder": later("allowed a folder no more"),
    "forget_mail_server": later("took the mail server away"),
    "forget_mailbox": later("deleted a mailbox"),
    "give_cover": later("asked for cover"),
    "hand_over_letter": later("took a letter out"),
    "invite": later("invited somebody"),
    "join": later("joined"),
    "log_call": later("logged a call"),
    "mail_server": later("set the mail server"),
    "make_team": later("made a team"),
    "move_deal": later("moved a deal"),
    "move_stage": later("moved a stage"),
    "not_for_us": later("said somebody is not for us"),
    "note": later("wrote a note"),
    "open_access": later("opened somebody's access"),
    "open_deal": later("opened a deal"),
    "open_task": later("opened a task again"),
    "order_deal": later("changed the order of deals"),
    "pass_over": later("passed somebody over in a round of calls"),
    "part_deal_person": later("changed a part in a deal"),
    "release_claim": later("let somebody go"),
    "rename_mailbox": later("renamed a mailbox"),
    "rename_person": later("renamed a person"),
    "reopen_deal": later("opened a deal again"),
    "restore_letter": later("restored a version of a letter"),
    "set_role": later("set a role"),
    "set_sign_on": later("set a sign-in"),
    "set_team": later("set a team"),
    "share": later("changed how a mailbox is shared"),
    "snooze": later("put somebody off until later"),
    "take_in": later("took mail in"),
    "unbin_letter": later("took a letter out of the bin"),
    "undo_intake": later("took an intake back"),
    "go_on_with_intake": later("had an intake read on"),
    "want_morning_mail": later("changed the morning mail"),
    "wave_deal": later("waved a proposed deal away"),
    "withdraw_invitation": later("withdrew an invitation"),
    "allow_network": later("allowed a private network"),
    "change_account": later("changed what is read of a connected mailbox"),
    "connect_account": later("connected a mailbox or calendar"),
    "disconnect_account": later("disconnected a mailbox"),
    "drop_app": later("removed a registration with a mail provider"),
    "export_mailbox": later("exported a mailbox"),
    "forbid_network": later("allowed a private network no more"),
    "pause_account": later("paused a connected mailbox"),
    "read_again": later("had failed messages read again"),
    "renew_account": later("signed in anew to a connected mailbox"),
    "resume_account": later("had a connected mailbox read on"),
    "set_app": later("registered with a mail provider"),
    "start_account": later("had a connected mailbox read"),
    "verify_account": later("had a connected mailbox compared"),
}
THINGS: dict[str, Words] = {
    "account": later("connected mailbox"),
    "comment": later("comment"),
    "cover": later("cover"),
    "deal": later("deal"),
    "dealsign": later("proposed deal"),
    "draft": later("letter"),
    "entrylink": later("invitation"),
    "event": later("call or meeting"),
    "firm": later("firm"),
    "intake": later("file taken in"),
    "mailbox": later("mailbox"),
    "person": later("person"),
    "pipeline": later("pipeline"),
    "signon": later("sign-in"),
    "stage": later("stage"),
    "task": later("task"),
    "team": later("team"),
    "unknown": later("what is not known"),
    "user": later("member"),
    "workspace": later("workspace"),
}


def deed(name: str) -> str:
    """A deed as it is said: "moved a deal"; of one that was undone: "undone: moved a deal"."""
    if name in DEEDS:
        return str(DEEDS[name])
    if name.startswith("undo_"):
        return _("undone: %(deed)s") % {"deed": deed(name.removeprefix("undo_"))}
    return name.replace("_", " ")


def thing(name: str) -> str:
    """What a deed was about, as it is said."""
    return str(THINGS.get(name, name))
