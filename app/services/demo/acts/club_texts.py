"""Words of the demonstration's reading clubs. Books are classics; everything else is invented."""

from __future__ import annotations

from app.services.demo.sketches.sketch import Run, Sketch

CLUB_HOURS = ("18:30", "20:30")

SEASON = Sketch(
    slug="reading-club-season",
    mode="first_come",
    kind="reading_club",
    stage="open",
    prefix="DS",
    title="工享读书会：夜读小组",
    title_en="Reading club: evening group",
    summary="每周一晚，八次见面，一起读三本书；也可以只来一次。",
    summary_en="One evening a week, eight meetings, three books together; or come just once.",
    body="书由职工书屋准备，读完归还。每次有领读人，读书笔记由主持人看过后展示给大家。"
    "到全部次数的四分之三以上，发出勤证书。",
    body_en="The book-house lends the books. Each meeting has a lead reader; notes are shown to the club once"
    " the host has read them. Who comes to three quarters of the meetings is given a certificate.",
    runs=(Run("book-house-3", 20, 2, days=52, title="夜读小组", title_en="Evening group", hours=CLUB_HOURS),),
    people=13,
    features=("meetings", "reading"),
)
ONLINE = Sketch(
    slug="reading-club-online",
    mode="first_come",
    kind="reading_club",
    stage="open",
    prefix="DS",
    title="工享读书会（线上）",
    title_en="Reading club online",
    summary="不用出门，每两周一次线上共读，链接在开始前一小时给成员看。",
    summary_en="Every other week online; members see the link from an hour before.",
    body="用手机或电脑都能参加。线上签到和线下一样：主持人把签到码放在屏幕上，扫码或输入数字。",
    body_en="By phone or computer. One checks in as elsewhere: the host shows the code on the screen.",
    runs=(
        Run("online", 60, 2, days=72, title="线上共读", title_en="Online group", hours=("12:00", "13:00")),
    ),
    people=10,
    features=("meetings", "reading"),
)
PAST = Sketch(
    slug="reading-club-past",
    mode="first_come",
    kind="reading_club",
    stage="open",
    prefix="DS",
    title="工享读书会：海边的书",
    title_en="Reading club: books by the sea",
    summary="上一季的读书会，六次见面，已经结束并发了证书。",
    summary_en="Last season's club: six meetings, over, with its certificates given.",
    body="每次见面两小时，由领读人带着读。",
    body_en="Each meeting takes two hours and has a lead reader.",
    runs=(Run("book-house-2", 16, 2, days=38, title="海边小组", title_en="Seaside group", hours=CLUB_HOURS),),
    people=10,
    features=("meetings", "reading"),
)
FESTIVAL = Sketch(
    slug="reading-festival-third",
    mode="open",
    kind="event",
    stage="open",
    prefix="DS",
    title="第三届职工读书节",
    title_en="The third workers' reading festival",
    summary="在各职工书屋举办，有讲书、朗诵、换书和亲子共读；登记全程，或只来一场。",
    summary_en="At book-houses across the city: talks, recitals, swapping books, reading with children."
    " Register for all of it, or come to one.",
    body="各场时间、地点见“每次的安排”。没有登记全程的，可以预约其中一场；到场扫码签到。",
    body_en="See the meetings for times and places. Without registering for all you can take a seat at one.",
    runs=(
        Run("culture-hall", None, 2, days=20, title="第三届职工读书节", title_en="Third reading festival"),
    ),
    people=10,
    features=("meetings",),
)

# (title, English title, author, state)
BOOKS = (
    ("平凡的世界", "Ordinary World", "路遥", "read"),
    ("骆驼祥子", "Rickshaw Boy", "老舍", "reading"),
)
PAST_BOOKS = (
    ("老人与海", "The Old Man and the Sea", "海明威", "read"),
    ("海底两万里", "Twenty Thousand Leagues under the Sea", "凡尔纳", "read"),
)
ONLINE_BOOKS = (
    ("红楼梦", "Dream of the Red Chamber", "曹雪芹", "reading"),
    ("呼兰河传", "Tales of Hulan River", "萧红", "planned"),
)
# (words, pages)
NOTES = (
    ("少平在工地上借着路灯读书那一段，我读了两遍。下了夜班再累，也想翻几页。", 96),
    ("书里的人都在干活，没有一个闲人，这一点最像我们车间。", 140),
    ("和女儿一起读的，她问我为什么不离开家乡，我想了很久。", 210),
    ("祥子买第一辆车时的高兴，和我拿到技师证那天一样。", 38),
    ("老舍写夏天的太阳和暴雨，只有在外面跑过的人才写得出。", 72),
)
UNFIT = ("有需要买资料的加我，便宜。", "这是广告，读书笔记请写读书的感想，改好可以再写。")
# (title, author, why)
PROPOSALS = (
    ("边城", "沈从文", "篇幅短，三周能读完"),
    ("三体", "刘慈欣", "年轻人想读"),
    ("茶馆", "老舍", "可以分角色朗读"),
)
EARLIER = (("围城", "钱锺书", "文字有意思"), ("朝花夕拾", "鲁迅", "短，又都学过几篇"))
TIE = "上一本篇幅长，这一次选短一点的，大家跟得上"

# (days from the first, book-house, title, English title, from, to, guest seats)
EVENTS = (
    (0, "culture-hall", "开幕：劳动者朗诵会", "Opening: workers recite", "14:00", "16:00", 60),
    (2, "book-house-1", "讲书：一座城和它的工厂", "A talk: a city and its works", "18:30", "20:00", 30),
    (4, "book-house-4", "换书市集", "Swapping books", "10:00", "15:00", 40),
    (5, "book-house-7", "亲子共读：海的故事", "Reading with children: the sea", "09:30", "11:00", 12),
    (8, "book-house-5", "诗歌夜：下班以后", "Poems after work", "18:30", "20:30", 20),
    (10, "book-house-8", "技师荐书", "Craftsmen recommend", "18:30", "20:00", 3),
    (12, "book-house-6", "流动书车到工地", "The book van at a site", "12:00", "13:30", 30),
    (16, "book-house-2", "声音里的书：有声书录制", "Recording an audio book", "14:00", "16:30", 15),
    (19, "culture-hall", "闭幕：一年读了什么", "Closing: what we read", "14:00", "16:00", 60),
)
