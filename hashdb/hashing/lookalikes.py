"""Letters of other alphabets that look like Latin ones, and are used for them to hide a text from search."""
# ruff: noqa: RUF001 - that they are ambiguous is the point

# Small letters that look like those of ASCII, or whose capitals do.
LOOK_ALIKE = str.maketrans(
    {
        letter: latin
        for latin, letters in {
            "a": "аαɑ",
            "b": "вβʙ",
            "c": "сϲᴄ",
            "d": "ԁᴅ",
            "e": "еεє",
            "g": "ɡց",
            "h": "нηһհʜ",
            "i": "іιɩıꭵ",
            "j": "јϳ",
            "k": "кκᴋ",
            "l": "ӏⅼ",
            "m": "мμᴍ",
            "n": "ոɴ",
            "o": "оοօᴏ",
            "p": "рρᴘ",
            "q": "ԛ",
            "r": "гᴦʀ",
            "s": "ѕꜱ",
            "t": "тτᴛ",
            "u": "υսᴜ",
            "v": "νѵᴠ",
            "w": "ԝᴡ",
            "x": "хχ",
            "y": "уүγʏ",
            "z": "ζᴢ",
        }.items()
        for letter in letters
    }
)
