/// The pictures of a tuning.
struct TuningCharts {
  let tuning: Tuning
  let advice: Recommendation

  private var sweep: Sweep { tuning.sweeps[0] }
  private var total: Double { Double(max(sweep.planted + sweep.others, 1)) }
  private func recall(_ point: Sweep.Point, of sweep: Sweep) -> Double {
    Double(point.planted) / Double(max(sweep.planted, 1))
  }

  /// What reading more rows catches, with the chosen threshold.
  var cost: Markup {
    var chart = PageChart(
      title: "What reading catches", xName: "share of the rows to read",
      yName: "planted rows caught",
      x: .logarithmic(min(1 / total, 0.1)...1), y: .linear(0...1))
    chart.writesX = { percent($0) }
    chart.lines = [
      PageChart.Line(
        colour: 0,
        points: sweep.points.map { (Double($0.held) / total, recall($0, of: sweep)) })
    ]
    if let chosen {
      chart.mark = (
        Double(chosen.planted + chosen.others) / total, chosen.recall, chosen.name
      )
    }
    return chart.svg
  }

  /// What is recommended: the rows it holds of all trials, the share of the planted ones, what it is called.
  private var chosen: (planted: Int, others: Int, recall: Double, name: String)? {
    guard let point = advice.point else { return nil }
    let held = tuning.held(by: point)
    let name = advice.detectors == nil ? "threshold \(advice.threshold ?? 1)" : "each detector"
    return (
      held.planted, held.others, Double(held.planted) / Double(max(sweep.planted, 1)), name
    )
  }

  /// Precision against recall, for the score and every detector.
  var precision: Markup {
    var chart = PageChart(
      title: "Precision and recall", xName: "planted rows held", yName: "held rows planted",
      x: .linear(0...1), y: .linear(0...1))
    chart.writesX = { percent($0) }
    chart.lines = lines { sweep in
      sweep.points.map { (recall($0, of: sweep), Double($0.planted) / Double($0.held)) }
    }
    chart.isFalling = true
    if let chosen, chosen.planted > 0 {
      let precision = Double(chosen.planted) / Double(chosen.planted + chosen.others)
      chart.mark = (chosen.recall, precision, chosen.name)
    }
    return chart.svg
  }

  /// Recall against the share of honest rows held.
  var operating: Markup {
    let least = 1 / Double(max(sweep.others, 10))
    var chart = PageChart(
      title: "False alarms and recall", xName: "honest rows held", yName: "planted rows held",
      x: .logarithmic(least...1), y: .linear(0...1))
    chart.writesX = { percent($0) }
    chart.lines = lines { sweep in
      sweep.points.map {
        (Double($0.others) / Double(max(sweep.others, 1)), recall($0, of: sweep))
      }
    }
    if let chosen {
      chart.mark = (
        Double(chosen.others) / Double(max(sweep.others, 1)), chosen.recall, chosen.name
      )
    }
    return chart.svg
  }

  /// The lines of all that is swept, the score last and so on top.
  private func lines(_ points: (Sweep) -> [(x: Double, y: Double)]) -> [PageChart.Line] {
    tuning.sweeps.enumerated().reversed().map { k, sweep in
      PageChart.Line(colour: k % PageStyle.colours, points: points(sweep))
    }
  }

  /// How much of each attack is held, with bands.
  var attacks: Markup {
    guard let point = advice.point else { return "" }
    let bands = tuning.recalls(by: point)
    let (left, width, step) = (150.0, 290.0, 22.0)
    let height = step * Double(bands.count) + 34
    func across(_ share: Double) -> String { PageChart.figure(left + width * share) }
    let bars = bands.enumerated().map { k, band -> Markup in
      let top = step * Double(k) + 8
      let middle = PageChart.figure(top + 8)
      return """
        <text class="end" x="\(PageChart.figure(left - 6))" y="\(PageChart.figure(top + 12))">\(band.attack)</text>\
        <rect class="bar" x="\(PageChart.figure(left))" y="\(PageChart.figure(top))" \
        width="\(PageChart.figure(width * band.recall))" height="16"/>\
        <line class="band" x1="\(across(band.low))" x2="\(across(band.high))" y1="\(middle)" y2="\(middle)"/>
        """
    }
    let ticks = [0.0, 0.5, 1].map { share -> Markup in
      """
      <text class="middle" x="\(across(share))" y="\(PageChart.figure(height - 8))">\(percent(share))</text>
      """
    }
    return """
      <figure><figcaption>Planted rows held, by attack; the line is where nine means in ten lie</figcaption>
      <svg viewBox="0 0 460 \(Int(height))" role="img" aria-label="Planted rows held, by attack">\
      \(Markup(bars))\(Markup(ticks))</svg></figure>
      """
  }
}
