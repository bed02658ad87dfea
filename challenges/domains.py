"""Which domain speaks of an organisation: that of its addresses, and that of its website.

Method: the host is cut to the part that somebody can register, by the list below of endings under
which registries of Europe sell names one level deeper. Domains that are open to everybody, and
hosts where many have their page, speak of nobody. Cost: constant.

What it cannot do: an ending that is missing from the list makes strangers look alike, which is why
a person decides what follows; a company that owns many domains is found by none of them.
"""

from urllib.parse import urlsplit

# Addresses of these say nothing about who somebody works for.
_PUBLIC = (
    "abv.bg aol.com bigmir.net bk.ru centrum.cz email.cz email.it euskalnet.net example.com "
    "example.org fastmail.com free.fr freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de "
    "gmx.net googlemail.com hey.com hotmail.com hotmail.de hotmail.es hotmail.fr hotmail.it "
    "hushmail.com icloud.com inbox.lt inbox.lv interia.pl laposte.net libero.it list.ru "
    "live.com mac.com mail.bg mail.com mail.de mail.ee mail.ru mailbox.org me.com msn.com "
    "o2.pl onet.pl online.de op.pl orange.fr outlook.com outlook.de outlook.es outlook.fr "
    "pm.me posteo.de proton.me protonmail.com rambler.ru sapo.pt seznam.cz sfr.fr "
    "t-online.de telenet.be tiscali.it tlen.pl tuta.com tutanota.com ukr.net virgilio.it "
    "wanadoo.fr web.de wp.pl yahoo.com yahoo.de yahoo.es yahoo.fr yahoo.gr yahoo.it "
    "yandex.ru ymail.com zoho.com zoznam.sk"
)
PUBLIC_DOMAINS = frozenset(_PUBLIC.split())

# Many organisations have their page at these, or below them.
_SHARED = (
    "facebook.com linkedin.com instagram.com x.com twitter.com youtube.com github.com github.io "
    "google.com sites.google.com medium.com linktr.ee wordpress.com wixsite.com "
    "blogspot.com business.site weebly.com jimdofree.com webnode.page"
)
SHARED_HOSTS = frozenset(_SHARED.split())

# Endings under which names are sold; of all others that is the last label.
_ENDINGS = (
    "ac.at co.at gv.at or.at com.cy edu.cy com.de com.es nom.es org.es asso.fr com.fr gouv.fr "
    "co.gg com.gr edu.gr gov.gr net.gr org.gr com.hr from.hr co.hu org.hu co.il com.im co.it "
    "edu.it gov.it com.lv edu.lv com.mk com.mt edu.mt co.no priv.no com.pl edu.pl gov.pl net.pl "
    "org.pl com.pt edu.pt org.pt com.ro org.ro ac.rs co.rs edu.rs org.rs com.tr edu.tr gov.tr "
    "org.tr com.ua edu.ua gov.ua in.ua org.ua ac.uk co.uk gov.uk ltd.uk me.uk net.uk org.uk plc.uk"
)
ENDINGS = frozenset(_ENDINGS.split())


def work_domain(email: str) -> str | None:
    """Return the domain of an address, None when it is open to everybody."""
    domain = email.rpartition("@")[2].strip().casefold()
    return None if not domain or domain in PUBLIC_DOMAINS else domain


def own_domain(host: str | None) -> str | None:
    """Return the part of a host that somebody registered; None where it speaks of nobody."""
    labels = [label for label in (host or "").strip().casefold().rstrip(".").split(".") if label]
    if len(labels) < 2 or all(label.isdigit() for label in labels):  # noqa: PLR2004 - a name and its ending
        return None
    kept = 3 if ".".join(labels[-2:]) in ENDINGS else 2
    domain = ".".join(labels[-kept:])
    is_open = len(labels) < kept or domain in SHARED_HOSTS | PUBLIC_DOMAINS
    return None if is_open else domain


def mail_domain(email: str) -> str | None:
    """Return the registered domain of an address, None where it is open to everybody."""
    domain = work_domain(email)
    return None if domain is None else own_domain(domain)


def site_domain(website: str | None) -> str | None:
    """Return the registered domain of a website, None where many share it."""
    if not website:
        return None
    try:
        host = urlsplit(website if "//" in website else "//" + website).hostname
    except ValueError:
        return None
    return own_domain(host)
