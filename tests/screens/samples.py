"""Sample views for looking at screens and for the lint: made-up words, as long as they get."""

from collections.abc import Callable
from dataclasses import replace

from kiosk.case.model import Delivery
from kiosk.events import (
    AgreePressed,
    BackPressed,
    CardTroublePressed,
    ChangePressed,
    ClearPressed,
    CloseHelpPressed,
    ContinuePressed,
    DeclinePressed,
    DeletePressed,
    DeliveryPressed,
    DigitPressed,
    DoorPressed,
    HelpPressed,
    LanguagePressed,
    LeavePressed,
    MatterPressed,
    NoCardPressed,
    PrintListPressed,
    RatingPressed,
    RefusePressed,
    SoundPressed,
    StillHerePressed,
    ThemePressed,
    WrongPressed,
)
from kiosk.visit import views
from kiosk.visit.views import Band, Button, Door, Frame, IconRow, StepLabel
from kiosk.vocabulary import Language, Theme

STEPS = {
    Language.ZH: ("看须知", "放身份证", "核验本人", "填信息", "核对提交"),
    Language.EN: ("Read this", "ID card", "Identity", "Details", "Submit"),
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
            else self("象山县 24 小时自助服务区", "Xiangshan 24-hour zone"),
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


def matters(say: Words) -> views.MattersView:
    rows = (
        ("ID-01", "card-account-details-outline", say("到期换领", "Renew an expiring card"),
         say("身份证快到期或已经到期", "Your card expires soon or has expired")),
        ("ID-02", "card-remove-outline", say("丢失、损坏补领", "Replace a card"),
         say("身份证丢了，或者坏了", "Lost or damaged")),
        ("ID-03", "card-account-mail-outline", say("领取新证", "Collect a new card"),
         say("已经办好，来取证", "It is ready for you")),
    )  # fmt: skip
    return views.MattersView(
        replace(say.frame(None), title=say("身份证", "ID card")),
        say("您要办哪一件？", "Which one?"),
        say("请按一下要办的事。", "Touch what you came for."),
        tuple(
            Button(key, label, MatterPressed(key), icon, note) for key, icon, label, note in rows
        ),
    )


def privacy(say: Words) -> views.NoticeView:
    return views.NoticeView(
        say.frame(0),
        "privacy",
        say("您的信息怎么用", "How we use your data"),
        say("请看一看，再决定。", "Please read this first."),
        rows=(
            IconRow("card-account-details-outline", say("用什么", "What"),
                    say("身份证上的信息、手机号和收件地址。",
                        "What your card says, your phone number, where to post.")),
            IconRow("bank-outline", say("交给谁", "Who gets it"),
                    say("只交给公安机关，只用于换领身份证。", "Only the police, only to renew.")),
            IconRow("delete-clock-outline", say("留多久", "How long"),
                    say("办完就从这台机器上清除。", "Wiped from this machine when you are done.")),
        ),
        paragraphs=(
            say("不同意也可以办：请到隔壁人工窗口，工作日 8:30–17:00。",
                "You may refuse and go to the counter next door, working days 8:30–17:00."),
        ),
        secondary=Button("decline", say("不继续", "Stop here"), DeclinePressed()),
        primary=Button("continue", say("知道了，继续", "I see, go on"), ContinuePressed()),
    )  # fmt: skip


def eligible(say: Words) -> views.NoticeView:
    return views.NoticeView(
        say.frame(1),
        "eligible",
        say("您可以在这里换领", "You can renew here"),
        say("陈*英，身份证 2026 年 12 月 20 日到期。", "Chen *, card valid to 20 December 2026."),
        rows=(
            IconRow("calendar-check-outline", say("到期前三个月内都能换", "Within three months"),
                    say("旧证交回以前照样能用。", "The old card stays valid until then.")),
        ),
        secondary=Button("not-me", say("不是我", "Not me"), DeclinePressed()),
        primary=Button("continue", say("是我，继续", "That is me"), ContinuePressed()),
    )  # fmt: skip


def ticket(say: Words) -> views.NoticeView:
    return views.NoticeView(
        say.frame(None),
        "ticket",
        say("请到 3 号窗口", "Please go to counter 3"),
        say("填好的都留着，不用重填。", "What you filled in is kept."),
        rows=(
            IconRow("clock-outline", say("工作日 8:30–17:00", "Working days 8:30–17:00"),
                    say("今天已经下班，明天 11 月 24 日 8:30 开始。",
                        "Closed now, opens tomorrow, 24 November, 8:30.")),
        ),
        big="A 012",
        primary=Button("finish", say("知道了", "I see"), ContinuePressed()),
        code="F-02",
    )  # fmt: skip


def goodbye(say: Words) -> views.NoticeView:
    return views.NoticeView(
        say.frame(None, bar=False),
        "goodbye",
        say("办好了，慢走", "All done, goodbye"),
        say("您的信息已经从这台机器上清除。", "Your data is wiped from this machine."),
    )


def consent(say: Words) -> views.ConsentView:
    return views.ConsentView(
        say.frame(2),
        say("同意用人脸核验吗？", "Agree to a face check?"),
        (
            IconRow("camera-outline", say("只拍一次", "One picture"),
                    say("和身份证上的照片比一比，确认是您本人。", "Compared with the one on your card.")),
            IconRow("delete-clock-outline", say("比完就删", "Deleted at once"),
                    say("照片不保存，不上传。", "Not kept, not sent anywhere.")),
            IconRow("lock-outline", say("只办这一件", "Only for this"),
                    say("只用于这次换领身份证。", "Only for renewing this card.")),
        ),
        say("不同意也能办，换一种方式就行", "You may refuse; there is another way"),
        (
            IconRow("ticket-confirmation-outline", say("人工窗口", "At the counter"),
                    say("给您一个号，填好的不用重填", "You get a number, nothing to fill in again")),
        ),
        Button("refuse", say("不同意", "Refuse"), RefusePressed(),
               note=say("换其他方式", "Another way")),
        Button("agree", say("同意", "Agree"), AgreePressed(),
               note=say("开始人脸核验", "Start the check")),
    )  # fmt: skip


def consent_full(say: Words) -> views.ConsentView:
    view = consent(say)
    return replace(
        view,
        ways=(
            IconRow("cellphone", say("浙里办扫码", "Zheliban app"),
                    say("用手机，大约 1 分钟", "By phone, about 1 minute")),
            IconRow("qrcode-scan", say("电子身份证", "Digital ID"),
                    say("出示二维码，大约 1 分钟", "Show the code, about 1 minute")),
            *view.ways,
        ),
    )  # fmt: skip


def face(say: Words) -> views.FaceView:
    return views.FaceView(
        say.frame(2),
        say("请看镜头", "Look at the camera"),
        say("请靠近一点", "Come a little closer"),
        "arrow-expand-all",
        0.63,
        say("演示画面：人像由程序生成", "Demonstration: a generated person"),
        say("还有 18 秒", "18 seconds left"),
        Button("other-way", say("换其他方式", "Another way"), RefusePressed(), "undo-variant"),
    )


def choice(say: Words) -> views.ChoiceView:
    return views.ChoiceView(
        say.frame(3),
        "delivery",
        say("新证怎么拿？", "How do you want the card?"),
        say("两样都不收钱。", "Both are free."),
        (
            Button("post", say("免费寄到家", "Post it to me"), DeliveryPressed(Delivery.POST),
                   "mailbox-outline",
                   say("寄到象山县石浦镇示例路 18 号 2 幢 301 室", "To the address on your card")),
            Button("collect", say("自己来取", "Collect it"),
                   DeliveryPressed(Delivery.POLICE_STATION), "bank-outline",
                   say("石浦派出所，带上旧证", "Shipu police station, bring the old card")),
        ),
        say("领新证时交回旧证。", "Hand in the old card when you get the new one."),
    )  # fmt: skip


def phone(say: Words, *, full: bool = False, problem: bool = False) -> views.PhoneView:
    digits = "1234567890"
    keys = tuple(Button(f"key-{d}", d, DigitPressed(d)) for d in digits[:9])
    keys += (
        Button("clear", say("清空", "Clear"), ClearPressed()),
        Button("key-0", "0", DigitPressed("0")),
        Button("delete", say("删除", "Delete"), DeletePressed()),
    )
    return views.PhoneView(
        say.frame(3),
        say("您的手机号是多少？", "Your mobile number?"),
        say("审核结果发短信到这个号。", "We text the result to this number."),
        "199 0000 6620" if full else "199 0000 66",
        "" if full else say("还差 2 位", "2 more digits"),
        say("这个号不对，请再看一看。", "This is not a mobile number.") if problem else "",
        keys,
        Button("continue", say("下一步", "Next"), ContinuePressed(), enabled=full and not problem,
               missing=say("填满 11 位，就能下一步", "11 digits, then you can go on")),
    )  # fmt: skip


def review(say: Words) -> views.ReviewView:
    def change(step: str) -> Button:
        return Button(f"change-{step}", say("修改", "Edit"), ChangePressed(step))

    return views.ReviewView(
        say.frame(4),
        say("这些都对吗？", "Is this right?") if say.elder else
        say("请核对，没错再提交", "Check, then submit"),
        (
            views.ReviewGroup(
                say("身份证上读到的", "From your card"),
                (
                    views.ReviewRow(say("姓名", "Name"), "陈*英"),
                    views.ReviewRow(say("证号", "Number"), "3302**********0021"),
                    views.ReviewRow(say("旧证到期", "Expires"),
                                    say("2026 年 12 月 20 日", "20 December 2026")),
                ),
                Button("wrong", say("不对", "Wrong"), WrongPressed()),
            ),
            views.ReviewGroup(
                say("您填的", "What you told us"),
                (
                    views.ReviewRow(say("手机号", "Mobile"), "199 0000 6620", change("phone")),
                    views.ReviewRow(say("怎么拿证", "Delivery"),
                                    say("免费邮寄", "Posted free"), change("delivery")),
                    views.ReviewRow(say("寄到", "Post to"),
                                    "象山县石浦镇示例路 18 号 2 幢 301 室",
                                    change("address")),
                ),
            ),
        ),
        say("费用", "Fee"),
        say("20 元", "20 yuan"),
        say("提交以后扫码付", "Paid by phone later"),
        Button("submit", say("都对，提交", "Yes, submit") if say.elder else
               say("信息无误，提交", "All correct, submit"), ContinuePressed()),
    )  # fmt: skip


def busy(say: Words) -> views.BusyView:
    return views.BusyView(
        replace(say.frame(4), back=None, leave=None),
        "submitting",
        say("正在提交", "Submitting"),
        say("请稍等几秒，不用按。", "A few seconds, nothing to press."),
        0.4,
    )


def done(say: Words) -> views.DoneView:
    return views.DoneView(
        say.frame(None),
        say("提交好了", "Submitted"),
        say("请拿走凭条，收好身份证。", "Take the slip and your ID card."),
        say("办件编号", "Case number"),
        "330225-90126112-3000047",
        "https://example.invalid/c/330225901261123000047",
        (
            say("换领身份证　陈*英", "Renew ID card, Chen *"),
            say("2026 年 11 月 23 日　14:31", "23 November 2026, 14:31"),
            say("收件不等于受理", "Received, not yet accepted"),
        ),
        say("演示　无效", "DEMO  VOID"),
        say("接下来", "What happens next"),
        (
            views.TimelineRow(say("今天", "Today"),
                              say("已提交，平台已收到。", "Received by the platform."), True),
            views.TimelineRow(say("11 月 25 日前", "By 25 November"),
                              say("公安审核，结果发短信给您。", "The police check it and text you."),
                              False),
            views.TimelineRow(say("12 月 7 日前", "By 7 December"),
                              say("新证寄到您家，旧证交回。",
                                  "The new card is posted; the old one goes back."), False),
        ),
        (
            say("查进度：在这里放身份证，或打 12345。", "Progress: your card here, or call 12345."),
            say("没有短信来，也可以问。", "No message? Ask us."),
        ),
        say("凭条在右下方的出口", "The slip is at the lower right"),
        Button("another", say("办别的事", "More"), BackPressed()),
        Button("finish", say("办完了", "I am done"), ContinuePressed()),
    )  # fmt: skip


def rating(say: Words) -> views.RatingView:
    labels = (
        say("非常满意", "Very satisfied"),
        say("满意", "Satisfied"),
        say("基本满意", "Mostly satisfied"),
        say("不满意", "Dissatisfied"),
        say("非常不满意", "Very dissatisfied"),
    )
    return views.RatingView(
        say.frame(None),
        say("这次办得满意吗？", "Are you satisfied?"),
        say("评不评都行，不影响您办的事。", "Optional; it changes nothing for you."),
        (say("您刚办的：换领身份证", "Just now: renew ID card"), "3302-2611-230047"),
        tuple(
            Button(f"rate-{5 - i}", label, RatingPressed(5 - i), f"face-{5 - i}")
            for i, label in enumerate(labels)
        ),
        Button("skip", say("不评价", "Skip"), RatingPressed(None)),
    )


def still_there(say: Words) -> views.StillThereView:
    return views.StillThereView(
        say.frame(None),
        say("还在办理吗？", "Still there?"),
        say("时间到了会自动退出，没提交的会清除。",
            "When time is up you are signed out; what is not submitted is wiped."),
        14,
        20,
        say("秒", "seconds"),
        say("要走的话，请拿好身份证。", "Leaving? Take your ID card with you."),
        Button("still-here", say("继续办理", "Go on"), StillHerePressed()),
    )  # fmt: skip


def helping(say: Words) -> views.HelpView:
    return views.HelpView(
        say.frame(None),
        say("要帮忙吗？", "Need help?"),
        say("看得清吗", "How it looks"),
        (
            Button("theme-standard", say("标准", "Standard"), ThemePressed(Theme.STANDARD),
                   selected=say.theme is Theme.STANDARD),
            Button("theme-elder", say("长辈", "Large"), ThemePressed(Theme.ELDER),
                   selected=say.elder),
            Button("theme-contrast", say("高对比", "Contrast"), ThemePressed(Theme.CONTRAST),
                   selected=say.theme is Theme.CONTRAST),
        ),
        say("语言", "Language"),
        (
            Button("language-zh", "中文", LanguagePressed(Language.ZH),
                   selected=say.language is Language.ZH),
            Button("language-en", "English", LanguagePressed(Language.EN),
                   selected=say.language is Language.EN),
        ),
        say("声音", "Sound"),
        (
            Button("sound-on", say("打开", "On"), SoundPressed(True), "volume-high", selected=True),
            Button("sound-off", say("关上", "Off"), SoundPressed(False), "volume-off"),
        ),
        Band("phone", say("打 12345，24 小时有人接。", "Call 12345, day and night."),
             say("人工窗口在隔壁大厅，工作日 8:30–17:00。",
                 "The counter next door, working days 8:30–17:00.")),
        Button("close-help", say("回去接着办", "Go back"), CloseHelpPressed()),
    )  # fmt: skip


def paused(say: Words) -> views.PausedView:
    return views.PausedView(
        say.frame(None, bar=False),
        (say("暂停服务", "Out of service"), say("机器正在自己恢复", "It is restarting by itself")),
        say("现在请这样办", "What you can do now"),
        say("您刚才的信息已经清除，没有扣款。", "Your data is wiped; nothing was charged."),
        (
            IconRow("monitor", say("用旁边的机器", "The next machine"),
                    say("左手边第 2 台，现在能用", "The second on your left works")),
            IconRow("map-marker-outline", say("去附近的服务点", "Another service point"),
                    say("石浦镇便民中心，24 小时，走路 8 分钟",
                        "Shipu centre, 24 hours, 8 minutes on foot")),
            IconRow("phone-outline", say("打 12345", "Call 12345"),
                    say("24 小时有人接；人工窗口 8:30–17:00",
                        "Day and night; counter 8:30–17:00")),
        ),
        say("一般 2 分钟内恢复", "Usually back within 2 minutes"),
        "E-031",
    )  # fmt: skip


Sample = Callable[[Words], views.View]

SAMPLES: dict[str, Sample] = {
    "home": home,
    "matters": matters,
    "need-to-know": need_to_know,
    "privacy": privacy,
    "place-card": place_card,
    "place-card-reading": lambda say: place_card(say, reading=True),
    "place-card-trouble": lambda say: place_card(say, trouble=True),
    "eligible": eligible,
    "consent": consent,
    "consent-full": consent_full,
    "face": face,
    "choice": choice,
    "phone": phone,
    "phone-full": lambda say: phone(say, full=True),
    "phone-problem": lambda say: phone(say, full=True, problem=True),
    "review": review,
    "busy": busy,
    "done": done,
    "rating": rating,
    "ticket": ticket,
    "goodbye": goodbye,
    "still-there": still_there,
    "help": helping,
    "paused": paused,
}

LOOKS = (
    (Theme.STANDARD, False),
    (Theme.STANDARD, True),
    (Theme.ELDER, False),
    (Theme.CONTRAST, False),
)
