"""Faults to plant in the first capstone that is shipped, each with how the line begins that is named, and the sentence."""

PLANTED = [
    (
        "It has one kind of user and one job.\n",
        "It has one kind of user and one job.\n" + "Say so again. " * 20 + "Say it.\n",
        "## Brief",
        "Brief: expected 120 to 300 words, found 332",
    ),
    (
        "- **Left out.** Nutrition, menus, advice to guests.\n",
        "- **Left out.** Nutrition.\n" + "  And so on, and on.\n" * 16,
        "## Sketch: Allergens",
        "Sketch: expected 120 to 250 words, found 272",
    ),
    (
        "- Every interview agrees with the idea.\n- Cases were written after the outputs had been seen.\n- The measure of success has no threshold, or got it after the first score.\n- The baseline is named and was never run.\n",
        "",
        "- The quotations say",
        'Typically sent back: expected 3 to 7 list items ("- ..."), one line each, found 2',
    ),
    (
        "- Go through the flow by keyboard alone.",
        "- Go through the flow by keyboard alone.\n- One.\n- Two.\n- Three.",
        "- Run the hidden cases",
        'Mentors check: expected 3 to 7 list items ("- ..."), one line each, found 8',
    ),
    (
        "- Go through the flow by keyboard alone.",
        "Go through the flow by keyboard alone.",
        "- Run the hidden cases",
        'Mentors check: expected 3 to 7 list items ("- ..."), one line each, found "Go through the flow by keyboard alone."',
    ),
    (
        "2. The word rules were run",
        "3. The word rules were run",
        "1. Seven dated notes",
        'Good evidence: expected one line ("1. ...") for each of the 7 deliverables, in their order, found 7 lines, 7 of them numbered',
    ),
    (
        "\n7. A sum from measured runs: 3,100 tokens a letter, €0.012, 40 letters a month for each desk, paid by its association.",
        "",
        "1. Seven dated notes",
        'Good evidence: expected one line ("1. ...") for each of the 7 deliverables, in their order, found 6 lines, 6 of them numbered',
    ),
    (
        "### Mentors check\n\n- Recompute the cost of a task from the raw logs.\n- Count anew from the exported events who finished and who came back.\n- Report a wrong answer as a user would, and wait for the reply.\n- Ask what would have been decided if the numbers had been the other way round.\n\n",
        "",
        "## Stage: SCALE",
        "Mentors check: expected this section with its text, as every lesson has it, found none",
    ),
    (
        "It has one kind of user and one job.",
        "It is a powerful tool with one job.",
        "It is a powerful",
        'Brief: expected words that say something, found "powerful"',
    ),
    (
        "- Every interview agrees with the idea.",
        "- Every interview of 2024 agrees.",
        "- Every interview",
        'Typically sent back: expected what stays true, or a callout "> dated <day>: ..." around what does not, found "2024"',
    ),
    (
        "4. Baseline comparison on the hidden cases.",
        "4. Comparison with ChatGPT on the hidden cases.",
        "4. Comparison",
        'Deliverables: expected what stays true, or a callout "> dated <day>: ..." around what does not, found "ChatGPT"',
    ),
    (
        "not yet: Examples that were chosen",
        "not yet: Crucial examples that were chosen",
        "not yet: Crucial",
        'Rubric: expected words that say something, found "Crucial"',
    ),
    (
        "approaching: It runs at an address",
        "approaching: It  runs at an address",
        "approaching: It  runs",
        'Rubric: expected no tab, no blank at the end and no two in a row, found "It  runs at an address, but a failure that users will meet is not handled, or..."',
    ),
    (
        "- Every interview agrees with the idea.",
        "- Every<br>interview agrees.",
        "- Every<br>",
        "Typically sent back: expected Markdown that pages can show, found a fault: HTML is shown as it was typed: <br>. Use Markdown.",
    ),
    (
        "It has one kind of user and one job.",
        "It costs $12.",
        "It costs",
        "Brief: expected Markdown that pages can show, found a fault: A $ opens or closes a formula, and its other end is missing. Write money as €12 or 12 USD.",
    ),
    (
        "There are three gates, CREATE",
        "```python run\nprint(1)\n```\n\nThere are three gates, CREATE",
        "```python run",
        "Brief: expected no program that is to be run, found python run",
    ),
]
