"""The catalogue every body starts with.

Four blocks of the platform (国办公开办函〔2019〕61号), the fifteen heads of 条例 art. 20 in
its own words and the matters art. 21 adds for districts and towns.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import migrations

# The day the statute that words these heads came into force.
IN_FORCE = datetime(2019, 5, 15, tzinfo=ZoneInfo("Asia/Shanghai"))

BLOCKS = [
    # code, name, English name, article
    ("guide", "政府信息公开指南", "Guide to disclosure", "条例第十二条"),
    ("rules", "政府信息公开制度", "Rules on disclosure", "条例第四条"),
    ("statutory", "法定主动公开内容", "Proactive disclosure", "条例第十九条至第二十一条"),
    ("reports", "政府信息公开年报", "Annual reports", "条例第四十九条"),
]
ART_20 = "一二三四五六七八九十"
HEADS = [
    # code, name, English name, the words of the item
    (
        "policy-normative",
        "法规规章和规范性文件",
        "Regulations, rules and normative documents",
        "行政法规、规章和规范性文件",
    ),
    (
        "organisation",
        "机关职能和机构设置",
        "Functions and organisation",
        "机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名",
    ),
    (
        "policy-planning",
        "规划和相关政策",
        "Plans and policies",
        "国民经济和社会发展规划、专项规划、区域规划及相关政策",
    ),
    ("statistics", "统计信息", "Statistics", "国民经济和社会发展统计信息"),
    (
        "licence",
        "行政许可和对外管理服务",
        "Licences and public services",
        "办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果",
    ),
    (
        "penalty",
        "行政处罚和行政强制",
        "Penalties and enforcement",
        "实施行政处罚、行政强制的依据、条件、程序以及本行政机关认为具有一定社会影响的行政处罚决定",
    ),
    ("budget", "财政预算决算", "Budgets and final accounts", "财政预算、决算信息"),
    ("fees", "行政事业性收费", "Administrative fees", "行政事业性收费项目及其依据、标准"),
    (
        "procurement",
        "政府集中采购",
        "Centralised procurement",
        "政府集中采购项目的目录、标准及实施情况",
    ),
    ("project", "重大建设项目", "Major construction projects", "重大建设项目的批准和实施情况"),
    (
        "livelihood",
        "扶贫、教育、医疗、社会保障和就业",
        "Poverty relief, education, health, social security and employment",
        "扶贫、教育、医疗、社会保障、促进就业等方面的政策、措施及其实施情况",
    ),
    (
        "emergency",
        "突发公共事件应对",
        "Public emergencies",
        "突发公共事件的应急预案、预警信息及应对情况",
    ),
    (
        "inspection",
        "监督检查",
        "Supervision and inspection",
        "环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况",
    ),
    (
        "recruitment",
        "公务员招考",
        "Civil service recruitment",
        "公务员招考的职位、名额、报考条件等事项以及录用结果",
    ),
    (
        "other",
        "其他应当主动公开的信息",
        "Other information to be published",
        "法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息",
    ),
]
LOCAL = [
    # code, name, English name (条例 art. 21)
    ("municipal", "市政建设和公共服务", "Municipal works and public services"),
    ("land", "土地和房屋征收", "Expropriation of land and houses"),
    ("security", "治安管理", "Public order"),
    ("relief", "社会救助", "Social assistance"),
    ("village", "农业农村", "Agriculture and villages"),
]


def load(apps, schema_editor):
    Category = apps.get_model("disclosure", "Category")
    blocks = {}
    for position, (code, name, english, article) in enumerate(BLOCKS, start=1):
        blocks[code] = Category.objects.create(
            code=code,
            name=name,
            english_name=english,
            article=article,
            position=position * 100,
            updated_at=IN_FORCE,
        )
    statutory = blocks["statutory"]
    for position, (code, name, english, words) in enumerate(HEADS, start=1):
        Category.objects.create(
            parent=statutory,
            code=code,
            name=name,
            english_name=english,
            article=f"条例第二十条第（{_numeral(position)}）项",
            statute_text=words,
            position=position,
            updated_at=IN_FORCE,
        )
    for position, (code, name, english) in enumerate(LOCAL, start=21):
        Category.objects.create(
            parent=statutory,
            code=code,
            name=name,
            english_name=english,
            article="条例第二十一条",
            position=position,
            updated_at=IN_FORCE,
        )


def _numeral(number):
    return ART_20[number - 1] if number <= 10 else f"十{ART_20[number - 11]}"


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
