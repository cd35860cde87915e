"""Sample views for looking at screens and for the lint: made-up words, as long as they get."""

from dataclasses import replace

from kiosk.events import (
    BackPressed,
    CardTroublePressed,
    ContinuePressed,
    DoorPressed,
    HelpPressed,
    LeavePressed,
    NoCardPressed,
    PrintListPressed,
)
from kiosk.visit import views
from kiosk.visit.views import Band, Button, Door, Frame, IconRow, StepLabel
from kiosk.vocabulary import Language, Theme

STEPS = {
    Language.ZH: ("看须知", "放身份证", "核验本人", "填信息", "核对提交"),
    Language.EN: ("Read this", "ID card", "Face check", "Details", "Submit"),
}


class Words:
    """Picks the language: `say("中文", "English")`; long ones for 长辈 may differ."""

    def __init__(self, theme: Theme, night: bool, language: Language) -> None:
        self.theme, self.night, self.language = theme, night, language

    def __call__(self, zh: str, en: str) -> str:
        return zh if self.language is Language.ZH else en

    @property
    def elder(self) -> bool:
        return self.theme is Theme.ELDER

    def frame(self, step: int | None, *, bar: bool = True) -> Frame:
        labels = STEPS[self.language] if step is not None else ()
        states = [
            "done" if i < (step or 0) else "now" if i == step else "to_come" for i in range(5)
        ]
        return Frame(
            title=self("换领身份证", "Renew ID card")
            if bar
            else self("象山县 24 小时自助服务区", "Xiangshan 24-hour self-service"),
            clock="02:08" if self.night else "14:26",
            open_sign=self("不打烊", "Open 24 hours"),
            steps=tuple(map(StepLabel, labels, states)),
            step_sentence=self(f"第 {(step or 0) + 1} 步，共 5 步", f"Step {(step or 0) + 1} of 5"),
            back=Button("back", self("返回", "Back"), BackPressed(), "arrow-left") if bar else None,
            leave=Button("leave", self("结束", "Finish"), LeavePressed(), "close") if bar else None,
            help=Button("help", self("帮助", "Help"), HelpPressed(), "help-circle-outline"),
            bar_sentence=""
            if bar
            else self(
                "不会用？按“帮助”，有人教您。", "Not sure? Press “Help”, someone will show you."
            ),
            theme=self.theme,
            night=self.night,
            language=self.language,
            sound=True,
            demo=True,
        )


def home(say: Words) -> views.HomeView:
    doors = (
        Door(
            "id-card",
            say("身份证", "ID card"),
            (
                say("到期换领", "Renew"),
                say("丢失、损坏补领", "Replace lost or damaged"),
                say("领取新证", "Collect a new card"),
            ),
            say("换证、补证、领新证", "Renew, replace, collect"),
            say("请进", "Enter"),
            "id_card",
            DoorPressed("id-card"),
        ),
        Door(
            "licence",
            say("营业执照", "Licence"),
            (
                say("个体户开业", "Start a business"),
                say("打印营业执照", "Print a licence"),
                say("变更、注销", "Change or close"),
            ),
            say("开店、打印、变更", "Start, print, change"),
            say("请进", "Enter"),
            "licence",
            DoorPressed("licence"),
        ),
    )
    if say.elder:
        links: tuple[Button, ...] = (
            Button("help-me", say("不知道按哪个，请人帮忙", "Not sure? Call someone"),
                   HelpPressed(), "face-agent"),
        )  # fmt: skip
    else:
        links = (
            Button("progress", say("查办理进度", "Check progress"), HelpPressed(),
                   "text-box-search-outline"),
            Button("which", say("不知道办哪个", "Which one is mine?"), HelpPressed(),
                   "comment-question-outline"),
        )  # fmt: skip
    band = (
        Band(
            "clock-outline",
            say("现在能提交、查进度、打印、领证。", "Submit, check, print and collect now."),
            say("要人工审核的，今天 8:30 开始。", "What needs a person starts today at 8:30."),
        )
        if say.night
        else Band(
            "clock-outline",
            say("现在全部都能办。", "Everything is open now."),
            say(
                "人工窗口在隔壁大厅，今天开到 17:00。",
                "The counter next door is open until 17:00 today.",
            ),
        )
    )
    frame = say.frame(None, bar=False)
    if say.elder:
        frame = replace(frame, bar_sentence=say("24 小时都能办，不打烊。", "Open 24 hours a day."))
    return views.HomeView(
        frame,
        say("您要办什么？", "What do you need?"),
        say("请按一下要办的事。", "Touch what you came for."),
        doors,
        links,
        band,
        (
            say("不打烊", "Open"),
            say("夜里也能办", "Also at night")
            if say.night
            else say("24 小时都能办", "24 hours a day"),
        ),
    )


def need_to_know(say: Words) -> views.NeedToKnowView:
    return views.NeedToKnowView(
        say.frame(0),
        say("办之前，先看这四件事", "Four things before you begin"),
        (
            IconRow("cash", say("20 元", "20 yuan"),
                    say("换证工本费，提交以后扫码付。", "For the card, paid by phone after you submit."),
                    say("费用", "Fee")),
            IconRow("calendar-clock-outline", say("10 个工作日", "10 working days"),
                    say("浙江户籍 12 月 7 日前；外省 15 个工作日。",
                        "By 7 December in Zhejiang; others 15 working days."),
                    say("多久办好", "How long")),
            IconRow("card-account-details-outline", say("旧身份证", "Your old card"),
                    say("只带这一样。不用户口本，不用照片。", "Only this. No hukou book, no photo."),
                    say("带什么", "Bring")),
            IconRow("walk", say("就这一趟", "One visit"),
                    say("新证免费寄到家，也可以自己来取。",
                        "The new card is posted free, or you collect it."),
                    say("跑几趟", "Visits")),
        ),
        say("这些情况要到窗口办", "At the counter instead"),
        say("未满 16 岁、第一次办证、身份有疑问的，\n请到丹东街道窗口，工作日 8:30–17:00。",
            "Under 16, first card, or identity in doubt: Dandong counter, working days 8:30–17:00."),
        Button("print-list", say("打印清单", "Print list"), PrintListPressed()),
        Button("begin", say("开始办理", "Begin"), ContinuePressed()),
    )  # fmt: skip


def place_card(say: Words, *, reading: bool = False, trouble: bool = False) -> views.PlaceCardView:
    title = say("请放身份证", "Place your card") if say.elder else say(
        "请把身份证平放在感应区", "Lay your ID card flat on the reader")  # fmt: skip
    return views.PlaceCardView(
        say.frame(1),
        title,
        say("平放，听到“嘀”再拿开。", "Flat, until you hear a beep.")
        if say.elder
        else say("听到“嘀”一声，再拿开。", "Take it away after the beep."),
        (say("感应区", "Card reader"), say("在屏幕下方", "below the screen")),
        say("正在读，请先不要拿开……", "Reading, please leave it there …")
        if reading
        else say("正在等您放身份证……", "Waiting for your card …"),
        say("还有 52 秒", "52 seconds left"),
        reading,
        say("没读出来。请拿起来，再平放一次。", "Not read. Lift the card and lay it down again.")
        if trouble
        else "",
        (
            Button("no-card", say("没带证", "No card") if say.elder else
                   say("没带身份证", "No card with me"), NoCardPressed()),
            Button("card-trouble", say("没反应", "No reply") if say.elder else
                   say("放了没反应", "Nothing happens"), CardTroublePressed()),
        ),
    )  # fmt: skip


SAMPLES = {
    "home": home,
    "need-to-know": need_to_know,
    "place-card": place_card,
    "place-card-reading": lambda say: place_card(say, reading=True),
    "place-card-trouble": lambda say: place_card(say, trouble=True),
}

LOOKS = (
    (Theme.STANDARD, False),
    (Theme.STANDARD, True),
    (Theme.ELDER, False),
    (Theme.CONTRAST, False),
)
