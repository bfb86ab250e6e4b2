"""The signs by which `measures.relation` tells who somebody is to us, each with its points and its words. Data only.

"them:" signs are in their messages, "us:" in ours (interactions.tells); the others come from who wrote first and how
often. How the points were chosen and what they reach: docs/measures/relation.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sellwright.interactions.values import RelationKind

Points = Mapping[RelationKind, float]

# (points, what a person reads). "them:" evidence is in their messages, "us:" in ours.
WEIGHTS: dict[str, tuple[Points, str]] = {
    "them:pitch": ({"pitching_us": 2.4, "prospect": -1.4, "customer": -1.0}, "They write in words of selling to us"),
    "them:pitch_hard": ({"pitching_us": 1.4, "prospect": -1.4, "customer": -0.8}, "Several phrases of a sales letter"),
    "them:bump": ({"pitching_us": 1.0}, "They follow up without news"),
    "them:unsubscribe_offer": (
        {"pitching_us": 0.6, "prospect": -0.6, "customer": -1.0},
        "They offer to unsubscribe us",
    ),
    "them:invoice_to_us": ({"supplier": 3.0, "customer": -1.0}, "They bill us"),
    "them:delivers_to_us": ({"supplier": 2.6, "customer": -0.5}, "They deliver to us or work for us"),
    "them:pays_us": ({"customer": 2.8}, "They write about paying our invoice"),
    "them:order": ({"customer": 2.6}, "They order from us"),
    "them:asks_price": ({"prospect": 2.6, "customer": -0.8}, "They ask for our price, offer or demo"),
    "them:interest": ({"prospect": 1.9}, "They say what they need or ask what we can do"),
    "them:seeks": ({"prospect": 1.5, "pitching_us": -0.4}, "They ask about what we make or do"),
    "them:own_matter": ({}, "They speak of a matter of their own"),
    "them:referred": ({"prospect": 0.8, "pitching_us": -0.4}, "Somebody sent them to us"),
    "them:asks_time": ({"pitching_us": 1.0, "prospect": -0.8}, "They ask for our time or for leave to send something"),
    "them:support_request": ({"customer": 2.2}, "They ask for help with what they have from us"),
    "them:uses_ours": ({"customer": 2.4}, "They speak of what they have from us"),
    "them:application": ({"candidate": 3.4, "pitching_us": -0.5}, "They apply for work"),
    "them:press": ({"press": 3.6, "prospect": -1.0}, "They write for the public"),
    "them:private": ({"private": 2.6}, "Family or private words"),
    "them:partner": (
        {"partner": 3.0, "prospect": -0.4, "customer": -1.2},
        "They talk of selling ours on or of joint work",
    ),
    "them:thanks_contract": ({"customer": 1.5}, "They sent something signed"),
    "them:meeting_with_us": ({"prospect": 0.4}, "They refer to a talk with us"),
    "them:asks_favour": (
        {"unknown": 3.0, "prospect": -1.5, "customer": -0.5},
        "A study, survey, charity or other favour",
    ),
    "them:offer": ({"supplier": 1.4, "pitching_us": 1.0, "prospect": -0.8}, "They name us a price or send an offer"),
    "them:serves": ({"supplier": 1.2}, "They look after something we have from them"),
    "them:back_office": ({"supplier": 2.2, "prospect": -0.6}, "Books, rooms, money or law of our own firm"),
    "them:sales_title": ({"pitching_us": 0.6, "supplier": 0.6, "prospect": -0.6}, "Their title is a salesman's"),
    "them:money": ({"supplier": 0.8, "pitching_us": 0.5}, "They name sums of money"),
    "them:asks": ({"prospect": 0.4}, "They ask us things"),
    "them:declines": ({"prospect": 0.2}, "They tell us no"),
    "us:money": ({"prospect": 0.8, "customer": 0.6}, "We name sums of money"),
    "us:hands_out_work": ({"supplier": 2.6, "prospect": -1.0}, "We give them work"),
    "us:offer": ({"prospect": 1.6, "customer": 0.6}, "We made them an offer"),
    "us:serves": ({"customer": 1.6}, "We look after something they have from us"),
    "us:back_office": ({"supplier": 1.0}, "Books, rooms, money or law of our own firm"),
    "us:asks_price": ({"supplier": 3.0, "prospect": -2.5}, "We asked them for a price or offer"),
    "us:interest": ({"supplier": 1.0, "prospect": -0.6}, "We asked what they can do"),
    "us:order": ({"supplier": 3.0, "prospect": -1.0}, "We ordered from them"),
    "us:support_request": ({"supplier": 1.6}, "We asked them to put something right"),
    "us:pays_us": ({"supplier": 1.5}, "We wrote about paying their invoice"),
    "us:delivers_to_us": ({"customer": 2.0}, "We told them of their delivery"),
    "us:invoice_to_us": ({"customer": 2.4}, "We billed them"),
    "us:pitch": ({"prospect": 1.0}, "We offered them something"),
    "us:declines": ({"pitching_us": 2.0}, "We told them no"),
    "us:private": ({"private": 1.4}, "We write to them privately"),
    "us:application": ({"candidate": 1.5}, "We wrote about their application"),
    "we first": ({"prospect": 1.2, "pitching_us": -3.0}, "We wrote first and they answered"),
    "we only": ({"prospect": 1.9}, "Only we have written so far"),
    "both write": ({"prospect": 1.4}, "Both sides write"),
    "both write, bought": ({"customer": 1.4}, "Both sides write"),
    "we first, bought": ({"customer": 1.6, "pitching_us": -3.0}, "We wrote first and they answered"),
    "stranger's price": ({"pitching_us": 2.4, "prospect": -1.0}, "A stranger names a price"),
    "they price": ({"supplier": 1.6, "prospect": -1.2}, "We wrote first and they named a price"),
    "them:asks_price, bought": ({"customer": 0.8, "prospect": 0.8}, "They ask for a price or offer once more"),
    "them:interest, bought": ({"customer": 0.8, "prospect": 0.8}, "They say what else they need"),
    "met only": ({"prospect": 1.5}, "We have met, nothing is written"),
    "mass mail": ({"pitching_us": 2.4, "prospect": -2.5, "customer": -2.5, "partner": -2.5}, "Signs of mass mail"),
    "never answered": ({"pitching_us": 0.8}, "They wrote again and again, we never answered"),
    "we answered": ({"pitching_us": -0.8, "prospect": 0.2, "customer": 0.2}, "We answered them"),
    "form": ({"prospect": 3.2, "list_or_robot": -3.0}, "They filled in our form or shop"),
    "meetings": ({"prospect": 0.5, "customer": 0.5, "partner": 0.5, "pitching_us": -0.5}, "We have met"),
    "stranger": ({"unknown": 0.5}, "Nothing from us to them yet"),
    "free mail": ({"private": 0.8, "candidate": 0.4}, "A private address"),
    "buyer's desk": ({"prospect": 1.0, "customer": 1.0, "pitching_us": -1.5}, "A purchasing address"),
}
# Words before the @ of somebody whose work is buying.
BUYERS_DESKS = frozenset(
    ["einkauf", "purchasing", "procurement", "purchase", "achat", "achats", "compras", "tender", "tenders", "inkoop",
     "acquisti", "ap", "accountspayable", "beschaffung"]
)  # fmt: skip
# Signs of having bought: who shows one, and has been answered, may also sell to us and stays a customer.
BOUGHT = frozenset({"them:order", "them:pays_us", "them:uses_ours", "us:delivers_to_us", "us:invoice_to_us"})
# Signs of having bought or being served: letters both ways are then those of a customer, not of a prospect.
SERVED = BOUGHT | {"us:serves", "them:thanks_contract"}
SELLING = frozenset({"them:pitch", "them:pitch_hard", "them:bump"})
# What we write when we buy. In an answer the same words restate the reader's matter, so there they count for nothing.
OUR_BUYING = frozenset({"asks_price", "interest", "order", "support_request", "pays_us"})
# We order or give work: who gets it is no buyer of ours.
OUR_ORDERS = frozenset({"us:asks_price", "us:order", "us:hands_out_work"})
# One of these must stand in the letters before a fitted sum may say "prospect" or "customer": letters both ways,
# questions and thanks go to and fro with suppliers and friends as well.
OF_A_BUYER = frozenset(
    ["them:asks_price", "them:seeks", "them:interest", "them:order", "them:uses_ours", "them:support_request",
     "them:pays_us", "them:thanks_contract", "them:referred", "them:meeting_with_us", "us:offer", "us:serves",
     "us:sorry", "us:delivers_to_us", "us:invoice_to_us", "us:pitch", "us:money"]
)  # fmt: skip
# Of these, what hardly anybody else writes.
PLAIN_BUYING = frozenset(
    ["them:asks_price", "them:order", "them:pays_us", "them:uses_ours", "them:support_request", "them:thanks_contract",
     "us:delivers_to_us", "us:invoice_to_us"]
)  # fmt: skip
# One of these must stand in the letters before the fitted sum may say "pitching us".
OF_A_SELLER = frozenset(
    ["them:pitch", "them:pitch_hard", "them:asks_time", "them:bump", "them:names_us", "them:others_like_you",
     "them:no_pressure", "them:unsubscribe_offer", "them:sales_title", "them:money", "them:offer"]
)  # fmt: skip
# Signs of another walk of life. One that stands in every eighth letter or more tells that letters both ways are no sign
# of buying; a rarer one is a turn of phrase and weighs RARE_SIGN of its points.
ELSEWHERE = frozenset(
    ["them:pitch", "them:pitch_hard", "them:invoice_to_us", "them:delivers_to_us", "them:back_office", "them:offer",
     "them:application", "them:press", "them:private", "them:partner", "them:asks_favour", "them:sales_title",
     "us:asks_price", "us:order", "us:hands_out_work", "us:private", "us:application", "us:declines", "us:back_office"]
)  # fmt: skip
UNTAUGHT = frozenset(
    {"them:asks", "them:money", "us:money", "them:own_matter", "them:asks_time"}
)  # form, not matter: corrections teach nothing about it
# Whoever is asked a price answers in such words, or bills us later.
SUPPLYING = frozenset(
    ["them:offer", "them:serves", "them:delivers_to_us", "them:invoice_to_us", "them:sales_title", "them:back_office"]
)  # fmt: skip
# We named sums or made an offer: sums in their answer are then about ours.
PRICED_BY_US = frozenset({"us:money", "us:offer", "us:pitch", "us:serves", "us:invoice_to_us"})
RARE_LETTERS, RARE_SIGN = 8, 0.4
# Signs of mass mail, each with its share; read only of somebody to whom nothing of ours ever went.
MASS_SIGNS: Mapping[str, float] = {
    "them:unsubscribe_offer": 1.0, "them:bulk": 1.0, "them:mass_wares": 1.0, "them:mass_ware": 0.5, "them:unnamed": 0.5,
    "them:loud_subject": 0.5, "them:unproven_sender": 0.5,
}  # fmt: skip
MASS_WORDS = frozenset({"them:mass_ware", "them:mass_wares", "them:loud_subject", "them:pitch"})
MASS, MASS_IF_BUYING = 1.0, 1.5  # shares at which it is mass mail; the second where words of a buyer stand too
BUYING = frozenset({"them:asks_price", "them:interest", "them:order", "them:support_request"})
ODD_NAME = re.compile(r"[a-z]\d+[a-z]+\d|\d[a-z]+\d+[a-z]|\d[a-z]{2,}\d")  # "hgreene6g87": made for one mailing
# First letters of strangers. Who shows one of WANTS_OURS asks for what we make or do, or comes through somebody; while
# they also ask for our time or use words of selling, being interested is not enough (everybody says that).
WANTS_OURS = frozenset(
    ["them:seeks", "them:referred", "them:asks_price", "them:order", "them:support_request", "them:uses_ours",
     "them:pays_us", "them:thanks_contract", "them:meeting_with_us", "them:interest", "buyer's desk", "them:own_matter"]
)  # fmt: skip
WANTS_OF_AN_ASKER = frozenset({"them:seeks", "them:referred", "them:asks_price", "them:order"})
WANTS_OF_A_SELLER = frozenset({"them:referred", "them:asks_price", "them:order"})
HELD_TIME = "strangers who ask for your time"
HELD_VAGUE = "strangers who do not say what they need from you"
