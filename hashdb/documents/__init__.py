"""The papers that the law knows, as plain data: field names and enumerations are those of the Regulations.

Annexes I to III of Regulation (EU) 2021/784 belong to removal orders; the statement of reasons is that of Regulation
(EU) 2022/2065, Article 17, as its Transparency Database takes it. Everything here is pure.
"""
