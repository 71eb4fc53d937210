"""The defects of the original server, each by the number that the contract gives it, as a test that it is not ours.

Covered here, some of them several times:

    D1 D2 D3 D4 D5 D6 D7 D8 D9 D10 D11 D12 D13 D14 D15 D16 D17 D18 D19 D20 D21 D22 D23 D25 D26 D27 D28 D29 D30 D31 D33
    D34 D35 D36 D37 D38 D39 D40 D41 D42 D43 D44 D45 D46 D47 D48 D49 D50 D51 D52 D53 D54 D55 D56 D57 D58 D59 D60 D61 D62
    D63 D64 D65 D66 D67 D68 D69 D70 D71 D72 D73 D74 D75 D77 D78 D79 D80 D81 D82 D83 D84 D85 D86 D101 D102 D103 D104 D105
    D107 D108 D109 D111 D112 D113 D114 D115 D117.

In tests/tickets/paying and tests/api/test_check_ins.py: D100 D106 D110 D116. Of groups, their
roles and followers, which there are not: D24 D76. Of signing in with other sites' accounts, which there is not: D32. Of
the calendar of an event over HTTP: D87 to D99.
"""
