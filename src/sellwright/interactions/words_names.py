"""First names that are short or other forms of one another. Data only.

One group a line, full form first; the others are used instead of it. A short form may stand in several groups
(Alex, Chris): then it agrees with each of them, and people.py merges only when one of them is there.
"""

from __future__ import annotations

_GROUPS = """
robert bob rob bobby robby bert
william bill will billy willy liam
richard rick dick rich ricky
james jim jimmy jamie
john jack johnny jon
jonathan jon jonny
joseph joe joey
michael mike mick mickey micha
david dave davy
daniel dan danny
thomas tom tommy
charles charlie chuck
edward ed eddie ted ned
theodore ted theo
anthony tony
andrew andy drew
andreas andi andy
matthew matt
matthias matze matthis
christopher chris kit
christian chris
christina chris tina christine
christine chris tina chrissy
steven steve
stephen steve
stephan steff
stefan steff
peter pete
patrick pat paddy rick
patricia pat patty trish tricia
nicholas nick nicky
nikolaus nick niko klaus
dominic dom nick
dominik dom nick
alexander alex sandy alec sascha
alexandra alex sandra alexa
alexandre alex
benjamin ben benny
samuel sam sammy
samantha sam
timothy tim timmy
gregory greg
jeffrey jeff
geoffrey geoff
kenneth ken kenny
ronald ron ronnie
donald don donny
douglas doug
lawrence larry
laurence larry
raymond ray
philip phil
phillip phil
philippe phil
philipp phil
vincent vince vinnie
walter walt wally
zachary zach zack
joshua josh
nathaniel nate nat
nathan nate
leonard len lenny leo
leonardo leo
maximilian max maxi
sebastian seb basti
frederick fred freddy rick
friedrich fritz fred
franklin frank
franz frank
francis frank
gerald gerry jerry
gerhard gerd
gerard gerry
harold harry hal
henry harry hank
heinrich heinz heiner
johannes hans hannes jo
johann hans
joachim jochen achim
juergen jogi
wolfgang wolf
guenther guenni
manfred manni
dietrich dieter
bernhard bernd
bernard bernie
ulrich uli ulli
ulrike uli ulli rike
karlheinz kalle
reinhard reiner
rudolf rudi
siegfried sigi siggi
eberhard ebi
konstantin kosta
valentin valli
antonio toni tony
antonia toni
anton toni
giuseppe beppe pino
francesco franco
francisco paco pancho
jose pepe
ignacio nacho
elizabeth liz beth lizzy betty betsy eliza lisa libby
elisabeth lisa lisi elsa sissi liz
katherine kate kathy katie kat kay
catherine kate cathy cathie cat
kathleen kathy kate
katharina kathi kati katja
katarina kati katja
margaret maggie meg peggy marge
margarete grete gretel
susan sue susie
susanne susi sanne
suzanne sue suzie
jennifer jen jenny
jessica jess jessie
rebecca becky becca
deborah deb debbie debby
barbara barb babs
pamela pam
victoria vicky tori
veronica ronnie vera
virginia ginny
theresa terry tess
terence terry
abigail abby
amanda mandy
angela angie
cynthia cindy
dorothy dot dotty
eleanor ellie nell
emily em emmy
gabrielle gaby
gabriele gabi
gabriela gabi
isabella bella
jacqueline jackie
judith judy
kimberly kim
lillian lily
lydia liddy
melissa mel lissa
melanie mel
michelle shelly
nancy nan
nicole nicky niki
olivia liv
priscilla cilla
rosemary rose
sarah sally
stephanie steph steffi
valerie val
vivian viv
wilhelmina mina
franziska franzi
johanna hanna jo
josephine jo josie
magdalena lena magda
helena lena
marlene lene
friederike rike
henrike rike
angelika geli
cornelia conny
constanze conny
waltraud traudi
brigitte gitte
birgit biggi
beate bea
beatrice bea
claudia claudi
emmanuel manu manny
manuel manu
manuela manu
guillaume will
philomena mena
dominique dom
frederic fred
frederique fred
"""

# First name -> the full forms it may stand for (itself included).
FULL_FORMS: dict[str, frozenset[str]] = {}
for _line in _GROUPS.split("\n"):
    for _name in _line.split():
        FULL_FORMS[_name] = FULL_FORMS.get(_name, frozenset()) | {_line.split()[0]}
