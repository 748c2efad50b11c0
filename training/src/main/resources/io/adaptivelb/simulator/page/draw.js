// Gives every figure's options to the library, in the theme that the reader's system asks for.
(() => {
  const themes = JSON.parse(document.getElementById('themes').textContent);
  Object.keys(themes).forEach(name => echarts.registerTheme(name, themes[name]));
  const dark = matchMedia('(prefers-color-scheme: dark)');
  let charts = [];
  const draw = () => {
    charts.forEach(chart => chart.dispose());
    charts = Array.from(document.querySelectorAll('figure'), figure => {
      const chart = echarts.init(figure.querySelector('.chart'), dark.matches ? 'night' : 'day');
      chart.setOption(JSON.parse(figure.querySelector('script').textContent));
      return chart;
    });
  };
  dark.addEventListener('change', draw);
  addEventListener('resize', () => charts.forEach(chart => chart.resize()));
  draw();
})();
