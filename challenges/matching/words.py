"""Words made comparable across Europe's languages: no case, no diacritics, no endings."""

import re
import unicodedata
from collections.abc import Iterator

STEM_LENGTH = 6
SHORTEST = 3
_WORD = re.compile(r"[^\W_]+")
# Letters that Unicode does not take apart into a plain letter and a mark.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ς": "σ"})

# The commonest words without a subject of their own. Words of calls for proposals are among them:
# every challenge has a pilot and looks for a solution.
_LISTS = {
    "en": "the and for with from that this these those are was were will would can could may must"
    " not nor but all any each every our your their its his her who whom which what when where how"
    " why than then there here into onto over under between within without about after before"
    " through during per has have had been being one two three more most less least also only"
    " such same other another own very both either new use used using work works based look looks"
    " need needs want wants find give gives get gets make makes take takes pilot pilots solution"
    " solutions challenge challenges partner partners company companies week weeks month months"
    " year years day days hour hours today eur cost costs four five six seven eight nine ten first"
    " second third half",
    "de": "der die das den dem des ein eine einen einem einer eines und oder aber nicht mit ohne"
    " von vom zum zur für auf aus bei nach über unter zwischen durch gegen ist sind war waren wird"
    " werden kann können muss müssen wir sie ihr unser unsere ihre sein seine dieser diese dieses"
    " zwei drei vier fünf sechs sieben acht neun zehn erste erster"
    " jeder jede alle als auch nur noch mehr sehr wenn weil dass wie was wer firma lösung partner",
    "fr": "les des une est sont dans pour avec sans sur sous entre par plus moins pas que qui quoi"
    " dont notre nos votre vos leur leurs ses son ces cette cet aux ont être avoir nous vous ils"
    " deux trois quatre cinq sept huit neuf dix premier première"
    " elles comme mais aussi tout tous toute toutes solution entreprise partenaire",
    "es": "los las una unos unas del para con sin por sobre entre desde hasta como pero más menos"
    " dos tres cuatro cinco seis siete ocho nueve diez primer primera"
    " que quien cual cuyo nuestro nuestra nuestros nuestras este esta estos estas ese esa son está"
    " están ser hay muy también todo todos toda todas empresa solución socio",
    "pl": "jest są być oraz lub ale nie dla bez pod nad przy przez między jak jako które który"
    " która tym ten tej tych nasz nasza nasze ich jego jej też także tylko więcej wszystkie każdy"
    " każda firma firmy rozwiązanie partner partnera",
    "lt": "yra buvo būti bei arba bet kad kaip kuris kuri kurie prie nuo iki per tarp mūsų jūsų"
    " savo jie jos šis šie visi kiekvienas taip pat tik daugiau įmonė įmonės sprendimas partneris",
    "bg": "със без при през между като който която които това тази тези наш наша нашите или но да"
    " не за от към един една още само всички всеки фирма решение партньор също има сме",
    "el": "και των της του τον την στο στη στην στον στα στις από για προς με χωρίς που είναι ένα"
    " μια ένας ή αλλά όχι μας σας τους αυτό αυτή αυτά όλα κάθε πολύ επίσης εταιρεία λύση συνεργάτη",
    "eu": "eta edo baina ere bat dira den diren gure zure bere hau hori dute dugu egin izan gabe"
    " arteko bidez baino gehiago enpresa irtenbide",
}


def fold(text: str) -> str:
    """Return a text without case and diacritics, in the alphabet it is written in."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return bare.translate(_PLAIN)


def stem(word: str) -> str:
    """Return what is compared of a folded word: its first letters, without the s of a plural.

    Cutting words off after a few letters does about as well in the languages of Europe as a
    stemmer of each, and needs no knowledge of which language a text is in.
    """
    bare = word[:-1] if len(word) > SHORTEST and word.endswith("s") and word[-2] != "s" else word
    return bare[:STEM_LENGTH]


STOP_WORDS = frozenset(fold(word) for words in _LISTS.values() for word in words.split())


def words(text: str) -> Iterator[tuple[str, str]]:
    """Yield each word that has a subject: its stem, and how it was written."""
    for written in _WORD.findall(text):
        word = fold(written)
        if len(word) >= SHORTEST and word not in STOP_WORDS and not word.isdigit():
            yield stem(word), written


def phrase(text: str) -> tuple[str, ...]:
    """Return the stems of a keyword, in order and each once; nothing where it has no subject."""
    return tuple(sorted({found for found, _written in words(text)}))
