extension Taxonomy {
  /// The version of AVID's taxonomy that the table follows.
  public static let version = "0.2"

  /// What planted rows are: the reason why Taster is there.
  public static let ingestPoisoning = Category(
    code: "S0601", name: "Ingest Poisoning", parent: "S0600",
    description: "Someone slips planted rows into the data on its way into the pipeline: new rows, "
      + "changed labels or changed values. A row that Taster holds carries this code.",
    technique: "AML.T0020", reportName: "S0601: Ingest Poisoning")

  /// What a data set with planted rows is.
  public static let dataPoisoning = Category(
    code: "S0600", name: "Data poisoning", parent: nil,
    description: "A model learns from data that someone has tampered with. A data set that holds "
      + "planted rows carries this code.",
    technique: "AML.T0020", reportName: "S0600: Data Poisoning")

  /// What data is that does not match its pinned hash.
  public static let supplyChainCompromise = Category(
    code: "S0200", name: "Supply Chain Compromise", parent: nil,
    description:
      "Something that the system is built from was tampered with before it arrived: data, "
      + "a model, hardware or software. Data that does not match its pinned hash speaks for it.",
    technique: "AML.T0010", reportName: "S0200: Supply Chain Compromise")

  /// What a feature is that decides the label by itself.
  public static let badFeatures = Category(
    code: "S0401", name: "Bad Features", parent: "S0400",
    description:
      "The model leans on features that an attacker can set at will. A single column that "
      + "decides the label speaks for it.",
    technique: nil, reportName: "S0401: Bad Features")

  /// What a class is that has too few rows.
  public static let insufficientTrainingData = Category(
    code: "S0402", name: "Insufficient Training Data", parent: "S0400",
    description: "The training data does not show what the attacker does, so the model cannot know "
      + "it. A class of very few rows speaks for it.",
    technique: nil, reportName: "S0402: Insufficient Training Data")

  /// Every entry, in the order of codes.
  public static let all: [Category] = [
    Category(
      code: "S0100", name: "Software Vulnerability", parent: nil,
      description:
        "An ordinary software flaw in the system round the model: in a server, a library "
        + "or a script, rather than in what was learned.",
      technique: nil, reportName: "S0100: Software Vulnerability"),
    supplyChainCompromise,
    Category(
      code: "S0201", name: "Model Compromise", parent: "S0200",
      description:
        "The model's file itself was infected: loading it or using it does what somebody "
        + "else wants.",
      technique: nil, reportName: "S0201: Model Compromise"),
    Category(
      code: "S0202", name: "Software compromise", parent: "S0200",
      description: "A package or program that the pipeline depends on was tampered with upstream.",
      technique: nil, reportName: "S0202: Software Compromise"),
    Category(
      code: "S0300", name: "Over-permissive API", parent: nil,
      description: "The interface to a model gives away more than was meant.",
      technique: nil, reportName: "S0300: Over-permissive API"),
    Category(
      code: "S0301", name: "Information Leak", parent: "S0300",
      description: "Answers of a hosted model tell callers more than they need, such as full "
        + "probabilities or internals.",
      technique: nil, reportName: "S0301: Information Leak"),
    Category(
      code: "S0302", name: "Excessive Queries", parent: "S0300",
      description:
        "A hosted model answers as many questions as anyone cares to ask, because nothing "
        + "limits their rate.",
      technique: nil, reportName: "S0302: Excessive Queries"),
    Category(
      code: "S0400", name: "Model Bypass", parent: nil,
      description: "Someone works to make the model fail on what it is there to catch.",
      technique: "AML.T0015", reportName: "S0400: Model Bypass"),
    badFeatures,
    insufficientTrainingData,
    Category(
      code: "S0403", name: "Adversarial Example", parent: "S0400",
      description: "An input is shaped so that the model misreads it; an interface that tells too "
        + "much makes such inputs easy to find.",
      technique: nil, reportName: "S0403: Adversarial Example"),
    Category(
      code: "S0500", name: "Exfiltration", parent: nil,
      description: "Parts of the system (its data, its model) are carried off, in one piece or "
        + "through its answers.",
      technique: "AML.T0024", reportName: "S0500: Exfiltration"),
    Category(
      code: "S0501", name: "Model inversion", parent: "S0500",
      description: "Well-chosen questions bring back data that the model was trained on.",
      technique: nil, reportName: "S0501: Model inversion"),
    Category(
      code: "S0502", name: "Model theft", parent: "S0500",
      description:
        "Well-chosen questions bring back what the model computes, well enough to copy it.",
      technique: nil, reportName: "S0502: Model theft"),
    dataPoisoning,
    ingestPoisoning,
  ]
}
