/**
 * @file Python that reads data which people bring, with the arithmetic of `data/own`: the same files give the same samples in Ganvas and
 * in the program. Rounding may move a value by one or two of 255.
 */

/** The data that the page prepared, byte by byte. */
export const PREPARED = `def load_prepared(path: Path) -> Batch:
    """The data set as Ganvas prepared it: image and pair of bytes, point, and label, the index of the class."""
    data = load_file(str(path))
    return {name: values.movedim(-1, 1) if values.dim() == 4 else values for name, values in data.items()}`

export const FILES_IN = `PICTURES = (".png", ".jpg", ".jpeg", ".jfif", ".webp", ".gif", ".bmp", ".avif")


def files_in(place: Path) -> dict[str, Callable[[], bytes]]:
    """All files below a folder or in a zip, by their paths there, sorted; each is read when it is called."""
    if zipfile.is_zipfile(place):
        archive = zipfile.ZipFile(place)
        found = {name: partial(archive.read, name) for name in archive.namelist() if not name.endswith("/")}
    else:
        found = {str(path.relative_to(place).as_posix()): path.read_bytes for path in place.rglob("*") if path.is_file()}
    hidden = (".", "__MACOSX")
    return {name: found[name] for name in sorted(found) if not any(step.startswith(hidden) for step in name.split("/"))}


def pictures_in(place: Path) -> dict[str, Callable[[], bytes]]:
    found = {name: read for name, read in files_in(place).items() if name.lower().endswith(PICTURES)}
    if not found:
        raise SystemExit(f"There are no pictures in {place}. Name their folder or zip with --data; --help says more.")
    return found`

export const READ_PICTURE = `def read_picture(content: bytes, height: int, width: int, channels: int) -> Tensor:
    """Bytes [channels, height, width]: on white, the largest part in the middle, resized, grey or colour."""
    picture = Image.open(io.BytesIO(content)).convert("RGBA")
    picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")
    across, down = min(picture.width, picture.height * width // height), min(picture.height, picture.width * height // width)
    left, top = (picture.width - across) // 2, (picture.height - down) // 2
    picture = picture.crop((left, top, left + across, top + down))  # what lies outside must not blend in
    picture = picture.resize((width, height), Image.Resampling.BILINEAR, reducing_gap=3.0)
    values = torch.frombuffer(bytearray(picture.convert("L" if channels == 1 else "RGB").tobytes()), dtype=torch.uint8)
    return values.reshape(height, width, channels).movedim(-1, 0)


def as_picture(values: Tensor) -> Tensor:
    """Bytes become numbers in [-1, 1]."""
    return values.float() / 127.5 - 1`

/** Pictures of a folder with what the design asks for of each: the index of its class, a number for each attribute. */
export function readPicturesText(wants: { classes: boolean; attributes: boolean }): string {
  const { classes, attributes } = wants
  const more = [...(classes ? ['classes: Sequence[str]'] : []), ...(attributes ? ['attributes: Sequence[str]'] : [])]
  const given = ['place: Path', 'height: int', 'width: int', 'channels: int', ...more].join(', ')
  const table = `


def attribute_table(place: Path, attributes: Sequence[str]) -> dict[str, list[float]]:
    """By the name of a picture 0 or 1 for each attribute, from attributes.csv."""
    texts = [read().decode("utf-8-sig") for name, read in files_in(place).items() if Path(name).name == "attributes.csv"]
    if not texts:
        raise SystemExit(f"{place} has no attributes.csv with the columns file, {', '.join(attributes)}.")
    rows = csv.DictReader(io.StringIO(texts[0]))
    return {Path(row["file"]).name: [float(row[name]) for name in attributes] for row in rows}`
  const lines = [
    `def read_pictures(${given}) -> Batch:`,
    `    """All pictures${classes ? ', their classes by the names of their folders' : ''}${attributes ? ', and their attributes' : ''}."""`,
    `    images${classes ? ', labels' : ''}${attributes ? ', had' : ''} = ${['[]', ...(classes ? ['[]'] : []), ...(attributes ? ['[]'] : [])].join(', ')}`,
    ...(attributes ? ['    table = attribute_table(place, attributes)'] : []),
    '    for path, read in pictures_in(place).items():',
    ...(classes
      ? [
          '        named = [classes.index(folder) for folder in path.split("/")[:-1] if folder in classes]',
          '        if not named:',
          '            continue  # it lies beside the folders that are the classes',
        ]
      : []),
    ...(attributes ? ['        if Path(path).name not in table:', '            continue'] : []),
    '        images.append(read_picture(read(), height, width, channels))',
    ...(classes ? ['        labels.append(named[-1])'] : []),
    ...(attributes ? ['        had.append(table[Path(path).name])'] : []),
    ...(classes || attributes
      ? [
          '    if not images:',
          `        raise SystemExit(f"No picture in {place} ${classes ? `lies in a folder named {' or '.join(classes)}` : 'is named in attributes.csv'}.")`,
        ]
      : []),
    `    return {"image": torch.stack(images)${classes ? ', "label": torch.tensor(labels)' : ''}${attributes ? ', "attributes": torch.tensor(had)' : ''}}`,
  ]
  return lines.join('\n') + (attributes ? table : '')
}

export const PAIRS_IN = `SIDES = {"a": 0, "b": 1, "input": 0, "target": 1, "source": 0, "image": 0, "pair": 1}


def side_and_name(path: str) -> tuple[int | None, str]:
    """Which picture of a pair it is, and what both are called: a/7.png and b/7.jpg, 7_a.png and 7_b.png are (0, "7") and (1, "7")."""
    *folders, stem = path.lower().rsplit(".", 1)[0].split("/")
    for index, folder in enumerate(folders):
        if folder in SIDES:
            return SIDES[folder], "/".join([*folders[:index], *folders[index + 1 :], stem])
    if stem[-2:] in ("_a", "_b", "-a", "-b"):
        return SIDES[stem[-1]], "/".join([*folders, stem[:-2]])
    return None, stem


def read_pairs(place: Path, height: int, width: int, channels: int) -> Batch:
    """image and pair; pictures without a partner of the same name are left out."""
    sides: tuple[dict, dict] = ({}, {})
    for path, read in pictures_in(place).items():
        side, name = side_and_name(path)
        if side is not None:
            sides[side][name] = read
    names = sorted(sides[0].keys() & sides[1].keys())
    if not names:
        raise SystemExit(f"{place} has no pairs: name two folders A and B with pictures of equal names, or the pictures …_A and …_B.")
    image, pair = (torch.stack([read_picture(side[name](), height, width, channels) for name in names]) for side in sides)
    return {"image": image, "pair": pair}`

export const POINTS_IN = `def read_points(place: Path, classes: Sequence[str] = ()) -> Batch:
    """point, and label where there are classes, from the columns x, y and label, or the first three without a header."""
    if place.is_dir():
        texts = sorted(path for path in place.iterdir() if path.suffix.lower() in (".csv", ".tsv", ".txt", ".dat"))
        if not texts:
            raise SystemExit(f"There is no CSV file in {place}. Name it with --data; --help says more.")
        place = texts[0]
    lines = [line for line in place.read_text("utf-8-sig").splitlines() if line.strip() and not line.startswith("#")]
    delimiter = next((mark for mark in "\\t;, " if mark in lines[0].strip()), ",")
    rows = [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=delimiter, skipinitialspace=True)]
    if delimiter == ";":
        rows = [[cell.replace(",", ".") for cell in row] for row in rows]

    def is_number(cell: str) -> bool:
        try:
            return math.isfinite(float(cell))
        except ValueError:
            return False

    header = [] if is_number(rows[0][0]) and is_number(rows[0][1]) else [cell.lower() for cell in rows[0]]
    x, y = (header.index(name) if name in header else column for column, name in enumerate("xy"))
    names = ("label", "class", "target", "species", "category")
    label = next((header.index(name) for name in names if name in header), 2)
    rows = [row for row in rows if len(row) > max(x, y) and is_number(row[x]) and is_number(row[y])]
    points = torch.tensor([[float(row[x]), float(row[y])] for row in rows], dtype=torch.float64)
    # To mean 0 and variance 1, as Ganvas does where it is not told otherwise. If you told it, delete the next two lines.
    points = points - points.mean(0)
    points = points / points.square().mean().sqrt()
    data = {"point": points.float()}
    if classes:
        data["label"] = torch.tensor([classes.index(row[label]) for row in rows])
    return data`

/** The end of every loader: batches with replacement. `fed`: lines of a dict over `data` and `chosen`. */
export const drawText = (counted: string, fed: readonly string[]): string[] => [
  'def draw(size: int) -> Batch:',
  `    chosen = torch.randint(len(data["${counted}"]), (size,), device=device)`,
  '    return {',
  ...fed.map((line) => `        ${line}`),
  '    }',
]
