"""The keys of the console, one table: pages mark links and buttons by these, the help lists them.

They work only outside text fields, without Ctrl, Alt or Meta, and everybody can switch them off.
"""

from api.language import N_

KEYS = {
    "n": N_("open the next case"),
    "a": N_("approve or confirm"),
    "r": N_("return for correction"),
    "d": N_("decline or refuse"),
    "e": N_("escalate"),
    "x": N_("find that a context exempts the content"),
    "w": N_("withdraw"),
    "s": N_("ask somebody"),
    "u": N_("take back what was just sent"),
    "j": N_("go to the next row"),
    "k": N_("go to the row before"),
    "1": N_("choose the reason of this number; 1 to 9"),
    "q": N_("back to the queue"),
    "?": N_("show these keys"),
}
