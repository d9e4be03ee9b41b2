"""Counts and their denominators as published, for the charts whose limits follow them.

Sources: Montgomery, Introduction to Statistical Quality Control, 6th ed., chapter 7 (orange juice, dyed cloth); qicharts2 0.8.1
(R), its monthly series of bacteraemia; the NHS accidents of Mohammed et al., BMJ Quality and Safety 22:362, 2013.
"""

JUICE = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]
CLOTH = [14, 12, 20, 11, 7, 10, 21, 16, 19, 23], [10, 8, 13, 10, 9.5, 10, 12, 10.5, 12, 12.5]


def _numbers(text: str) -> list[float]:
    return [float(number) for number in text.split()]


ACCIDENTS = (
    _numbers(
        "266501 264225 276532 281461 269071 261215 270409 279778 270483 270320 "
        "267923 271478 255353 256820 261835 259144 255910 260863 264465 260989"
    ),
    _numbers(
        "280443 276823 291681 296155 282343 275888 283867 295251 284468 282529 "
        "279618 283932 266629 268091 276803 271578 266005 273520 278574 273772"
    ),
)
BACTERAEMIA = (
    _numbers("575 521 585 528 507 519 457 505 494 512 543 506 509 521 549 531 509 528 419 512 495 513 454 490"),
    _numbers(
        "310466.8333 282346.7917 309089.7083 287977.3333 297743.375 286988.25 261120.3333 268720.75 "
        "284437.875 290449.5 288104.4583 279961.375 289803.9583 275950.5833 290824.4583 285495.75 "
        "282515.2083 273927.875 253085.625 262410.7083 275529.25 282405.0833 259530.7917 256235.4583"
    ),
)
